package localrunner.template.resources;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;
import localrunner.template.values.DependencyGraph;

/** Reads events of type {@code Api}, each a route of an API. */
final class ApiEvents {

    private static final List<String> METHODS =
            List.of("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    private final PhysicalNames names;
    private final Catalog catalog;
    private final DependencyGraph graph;

    ApiEvents(PhysicalNames names, Catalog catalog, DependencyGraph graph) {
        this.names = names;
        this.catalog = catalog;
        this.graph = graph;
    }

    void read(Events.Event event) {
        PropertyReader reader = event.reader();
        Optional<String> method = method(reader);
        Optional<String> path = path(reader);
        Optional<Boolean> apiKeyRequired = apiKeyRequired(reader);
        Optional<ApiDraft> api = api(reader);
        if (method.isPresent() && path.isPresent() && api.isPresent()) {
            // SAM writes the function's ARN into the API's definition, so it is the API that needs the function.
            graph.add(api.get().logicalId(), event.function().logicalId(), reader.at("RestApiId"));
            if (!api.get().takesEvents()) {
                reader.problem(
                        "RestApiId",
                        "SAM adds no route to an API that has a DefinitionBody; give it MergeDefinitions: true");
            }
            if (api.get().hasRoute(method.get(), path.get())) {
                reader.problem("Path", method.get() + " " + path.get() + " stands in another event already");
            }
            api.get()
                    .add(new Application.Route(
                            method.get(),
                            path.get(),
                            event.function().invokedArn(),
                            apiKeyRequired.orElse(api.get().apiKeyRequired())));
        }
    }

    private static Optional<String> method(PropertyReader reader) {
        return reader.oneOf(
                "Method", reader.requiredText("Method").map(text -> text.toUpperCase(Locale.ROOT)), METHODS);
    }

    private static Optional<String> path(PropertyReader reader) {
        return reader.check(
                "Path",
                reader.requiredText("Path"),
                text -> text.startsWith("/"),
                wrong -> "must start with '/', found '" + wrong + "'");
    }

    private static Optional<Boolean> apiKeyRequired(PropertyReader reader) {
        Optional<PropertyReader> auth = reader.object("Auth");
        Optional<Boolean> required = auth.flatMap(inner -> inner.bool("ApiKeyRequired"));
        auth.ifPresent(PropertyReader::finish);
        return required;
    }

    /** Without a {@code RestApiId} it is the API that SAM adds. */
    private Optional<ApiDraft> api(PropertyReader reader) {
        Optional<String> given = reader.text("RestApiId");
        Optional<String> id = reader.has("RestApiId") ? given : Optional.of(names.apiId(ResourcesSection.IMPLICIT_API));
        return catalog.api(reader, "RestApiId", id);
    }
}
