package localrunner.template;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the events of a function and connects it to APIs, topics and streams.
 *
 * <p>Follows "EventSource" and its kinds in the SAM Developer Guide, and "CreateEventSourceMapping" in the Lambda API
 * Reference for ranges and defaults.
 */
final class Events {

    static final String API = "Api";
    static final String SNS = "SNS";
    static final String DYNAMO_DB = "DynamoDB";

    private static final List<String> TYPES = List.of(API, DYNAMO_DB, SNS);

    private static final List<String> METHODS =
            List.of("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    private static final int DEFAULT_BATCH_SIZE = 100;
    private static final int FOR_EVER = -1;

    private final PhysicalNames names;
    private final Catalog catalog;
    private final DependencyGraph graph;
    private final List<Application.StreamMapping> streamMappings;
    private final Problems problems;

    /** @param streamMappings receives what is read; routes and subscriptions go into the catalog */
    Events(
            PhysicalNames names,
            Catalog catalog,
            DependencyGraph graph,
            List<Application.StreamMapping> streamMappings,
            Problems problems) {
        this.names = names;
        this.catalog = catalog;
        this.graph = graph;
        this.streamMappings = streamMappings;
        this.problems = problems;
    }

    static boolean isOfType(Value event, String type) {
        return event instanceof Value.Mapping mapping
                && mapping.get("Type").orElse(null) instanceof Value.Scalar text
                && text.text().equals(type);
    }

    void read(Application.Function function, PropertyReader reader) {
        String functionArn =
                function.alias().map(alias -> function.arn() + ":" + alias).orElse(function.arn());
        reader.map("Events").forEach((name, entry) -> {
            switch (entry.value()) {
                case Value.Mapping mapping ->
                    read(function.logicalId(), functionArn, name, new PropertyReader("Event", mapping, problems));
                case Value.Broken _ -> {
                    // Reported already.
                }
                case Value other ->
                    problems.add(entry.at(), "expected a map with Type and Properties, found " + other.kind());
            }
        });
    }

    private void read(String functionId, String functionArn, String name, PropertyReader event) {
        Optional<String> type = event.requiredText("Type").filter(text -> {
            boolean known = TYPES.contains(text);
            if (!known) {
                event.problem(
                        "Type",
                        "events of type '" + text + "' are not supported" + Suggestion.among(text, "Supported", TYPES));
            }
            return known;
        });
        String schema = Resource.FUNCTION + ".Events." + type.orElse("");
        Optional<PropertyReader> properties = event.required("Properties", event.object("Properties", schema));
        event.finish();
        if (type.isEmpty() || properties.isEmpty()) {
            return;
        }
        PropertyReader reader = properties.get();
        switch (type.get()) {
            case API -> route(functionId, functionArn, reader);
            case SNS -> subscription(functionId + name, functionArn, reader);
            default -> streamMapping(functionId + name, functionArn, reader);
        }
        reader.finish("unknown property of an event of type " + type.get());
    }

    private void route(String functionId, String functionArn, PropertyReader reader) {
        Optional<String> method = reader.requiredText("Method")
                .map(text -> text.toUpperCase(Locale.ROOT))
                .filter(text -> {
                    if (!METHODS.contains(text)) {
                        reader.problem(
                                "Method",
                                "'" + text + "' is not supported" + Suggestion.among(text, "Supported", METHODS));
                    }
                    return METHODS.contains(text);
                });
        Optional<String> path = reader.requiredText("Path").filter(text -> {
            if (!text.startsWith("/")) {
                reader.problem("Path", "must start with '/', found '" + text + "'");
            }
            return text.startsWith("/");
        });
        Optional<PropertyReader> auth = reader.object("Auth");
        Optional<Boolean> ownApiKeyRequired = auth.flatMap(inner -> inner.bool("ApiKeyRequired"));
        auth.ifPresent(PropertyReader::finish);

        Optional<String> apiId = reader.text("RestApiId");
        if (!reader.has("RestApiId")) {
            apiId = Optional.of(names.apiId(ResourcesSection.IMPLICIT_API));
        }
        Optional<Catalog.OpenApi> api = apiId.flatMap(id -> {
            Optional<Catalog.OpenApi> found = catalog.api(id);
            if (found.isEmpty()) {
                reader.problem(
                        "RestApiId",
                        "'" + id + "' is no AWS::Serverless::Api of this template; use !Ref with its logical id"
                                + Suggestion.among(id, "Known", catalog.apiIds()));
            }
            return found;
        });
        if (method.isEmpty() || path.isEmpty() || api.isEmpty()) {
            return;
        }
        // SAM writes the function's ARN into the API's definition, so it is the API that needs the function.
        graph.add(api.get().logicalId(), functionId, reader.at("RestApiId"));
        List<Application.Route> routes = api.get().routes();
        if (routes.stream()
                .anyMatch(other ->
                        other.method().equals(method.get()) && other.path().equals(path.get()))) {
            reader.problem("Path", method.get() + " " + path.get() + " stands in another event already");
        }
        routes.add(new Application.Route(
                method.get(),
                path.get(),
                functionArn,
                ownApiKeyRequired.orElse(api.get().apiKeyRequired())));
    }

    private void subscription(String eventId, String functionArn, PropertyReader reader) {
        reader.refuse("FilterPolicy", "subscription filters are not supported; filter in the function");
        reader.refuse("FilterPolicyScope", "subscription filters are not supported; filter in the function");
        reader.refuse(
                "SqsSubscription",
                "a queue between topic and function is not supported; the topic invokes the function");
        Optional<String> topicArn = reader.requiredText("Topic");
        Optional<List<Application.Subscription>> subscriptions = topicArn.flatMap(arn -> {
            Optional<List<Application.Subscription>> found = catalog.subscriptions(arn);
            if (found.isEmpty()) {
                reader.problem(
                        "Topic",
                        "no AWS::SNS::Topic of this template has the ARN " + arn
                                + Suggestion.among(arn, "Known", catalog.topicArns()));
            }
            return found;
        });
        Optional<PropertyReader> redrivePolicy = reader.object("RedrivePolicy");
        Optional<String> redriveQueueArn =
                redrivePolicy.flatMap(inner -> catalog.queueArn(inner, "deadLetterTargetArn"));
        redrivePolicy.ifPresent(PropertyReader::finish);
        if (topicArn.isPresent() && subscriptions.isPresent()) {
            subscriptions
                    .get()
                    .add(new Application.Subscription(
                            names.subscriptionArn(topicArn.get(), eventId), functionArn, redriveQueueArn));
        }
    }

    private void streamMapping(String eventId, String functionArn, PropertyReader reader) {
        reader.refuse("FilterCriteria", "event filters are not supported; filter in the function");
        reader.refuse("TumblingWindowInSeconds", "tumbling windows are not supported");
        Optional<String> streamArn = reader.requiredText("Stream");
        Optional<String> tableName = streamArn.flatMap(arn -> {
            Optional<String> found = catalog.tableNameOfStream(arn);
            if (found.isEmpty()) {
                reader.problem(
                        "Stream",
                        "no AWS::DynamoDB::Table of this template has the stream ARN " + arn
                                + Suggestion.among(arn, "Known", catalog.streamArns()));
            }
            return found;
        });
        Optional<String> startingPosition =
                reader.required("StartingPosition", reader.oneOf("StartingPosition", "TRIM_HORIZON", "LATEST"));
        int batchSize = reader.integer("BatchSize", 1, 10_000).orElse(DEFAULT_BATCH_SIZE);
        int window = reader.integer("MaximumBatchingWindowInSeconds", 0, 300).orElse(0);
        int retries = reader.integer("MaximumRetryAttempts", FOR_EVER, 10_000).orElse(FOR_EVER);
        int recordAge =
                reader.integer("MaximumRecordAgeInSeconds", FOR_EVER, 604_800).orElse(FOR_EVER);
        if (recordAge != FOR_EVER && recordAge < 60) {
            reader.problem("MaximumRecordAgeInSeconds", "expected -1 or 60 to 604800, found " + recordAge);
        }
        // Only checked. One batch after the other is an order that any factor allows, and a laptop has one shard.
        reader.integer("ParallelizationFactor", 1, 10);
        boolean bisect = reader.bool("BisectBatchOnFunctionError").orElse(false);
        boolean partial = false;
        for (String type : reader.texts("FunctionResponseTypes")) {
            partial = true;
            if (!type.equals("ReportBatchItemFailures")) {
                reader.problem(
                        "FunctionResponseTypes", "'" + type + "' is not supported; supported: ReportBatchItemFailures");
            }
        }
        Optional<String> queueArn = OnFailureDestination.read(reader, false, catalog);
        boolean enabled = reader.bool("Enabled").orElse(true);
        if (!enabled || streamArn.isEmpty() || tableName.isEmpty() || startingPosition.isEmpty()) {
            return;
        }
        streamMappings.add(new Application.StreamMapping(
                eventId,
                functionArn,
                streamArn.get(),
                tableName.get(),
                Application.StartingPosition.valueOf(startingPosition.get()),
                batchSize,
                Duration.ofSeconds(window),
                retries,
                recordAge == FOR_EVER ? Optional.empty() : Optional.of(Duration.ofSeconds(recordAge)),
                bisect,
                partial,
                queueArn));
    }
}
