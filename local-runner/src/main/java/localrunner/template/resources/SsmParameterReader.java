package localrunner.template.resources;

import java.util.Optional;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;

/** Reads {@code AWS::SSM::Parameter}. A SecureString is refused, since CloudFormation can't make one. */
final class SsmParameterReader {

    private final PhysicalNames names;

    SsmParameterReader(PhysicalNames names) {
        this.names = names;
    }

    Application.Parameter read(Resource resource, PropertyReader reader) {
        String name = reader.text("Name").orElse(names.name(resource.logicalId()));
        if (!name.matches("[a-zA-Z0-9_./-]{1,1011}")) {
            reader.problem("Name", "'" + name + "' must have letters, digits and _ . / - only");
        }
        String type = reader.required("Type", reader.oneOf("Type", "String", "StringList"))
                .orElse("String");
        Optional<String> value = reader.requiredText("Value");
        value.filter(String::isEmpty).ifPresent(_ -> reader.problem("Value", "must not be empty"));
        Optional<Pattern> allowed = reader.pattern("AllowedPattern");
        if (value.isPresent()
                && allowed.isPresent()
                && !allowed.get().matcher(value.get()).matches()) {
            reader.problem("Value", "'" + value.get() + "' must match AllowedPattern " + allowed.get());
        }
        reader.finish();
        return new Application.Parameter(resource.logicalId(), name, type, value.orElse(""));
    }
}
