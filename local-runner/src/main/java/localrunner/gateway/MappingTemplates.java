package localrunner.gateway;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.exception.VelocityException;

/** Renders mapping templates by Apache Velocity, as API Gateway does. Thread-safe. */
final class MappingTemplates {

    private final VelocityEngine engine;

    MappingTemplates() {
        Properties settings = new Properties();
        // API Gateway's Velocity is a 1.x: it takes away less of the space around directives, and names may have
        // hyphens.
        settings.setProperty("parser.space_gobbling", "bc");
        settings.setProperty("parser.allow_hyphen_in_identifiers", "true");
        settings.setProperty(
                "introspector.uberspect.class", "org.apache.velocity.util.introspection.SecureUberspector");
        settings.setProperty("resource.loaders", "string");
        settings.setProperty(
                "resource.loader.string.class", "org.apache.velocity.runtime.resource.loader.StringResourceLoader");
        engine = new VelocityEngine(settings);
        engine.init();
    }

    /**
     * Renders a template.
     *
     * @param context what {@code $context} is; a template may put values into it
     * @throws MappingException when the template has an error
     */
    String render(String template, TemplateInput input, Map<String, Object> context) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("input", input);
        variables.put("context", context);
        variables.put("util", new TemplateUtil());
        variables.put("stageVariables", Map.of());
        StringWriter text = new StringWriter();
        try {
            engine.evaluate(new VelocityContext(variables), text, "mapping template", template);
        } catch (VelocityException | IllegalArgumentException e) {
            throw new MappingException(String.valueOf(e.getMessage()), e);
        }
        return text.toString();
    }
}
