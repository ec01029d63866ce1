package localrunner.template.resources;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.Application.RetryPolicy;
import localrunner.streams.EventPattern;
import localrunner.template.document.PropertyReader;

/**
 * Reads events of type {@code DynamoDB}, each a mapping from a table's stream to the function.
 *
 * <p>Ranges and defaults are those of "CreateEventSourceMapping" in the Lambda API Reference.
 */
final class DynamoDbEvents {

    private static final int DEFAULT_BATCH_SIZE = 100;
    private static final int FOR_EVER = -1;
    private static final int MOST_FILTERS = 5;
    private static final int SHORTEST_RECORD_AGE_SECONDS = 60;

    private final Catalog catalog;

    DynamoDbEvents(Catalog catalog) {
        this.catalog = catalog;
    }

    void read(Events.Event event) {
        PropertyReader reader = event.reader();
        reader.refuse("TumblingWindowInSeconds", "tumbling windows are not supported");
        // This is only checked: one batch after the other is an order that any factor allows, and there is one shard.
        reader.integer("ParallelizationFactor", 1, 10);
        Optional<Application.StreamSource> source = source(reader);
        List<String> filters = filters(reader);
        Application.Batching batching = batching(reader);
        RetryPolicy retries = retries(reader);
        boolean bisect = reader.bool("BisectBatchOnFunctionError").orElse(false);
        boolean partialResponses = FunctionResponseTypes.reportBatchItemFailures(reader);
        boolean enabled = reader.bool("Enabled").orElse(true);
        if (enabled && source.isPresent()) {
            catalog.add(new Application.StreamMapping(
                    event.id(),
                    event.function().invokedArn(),
                    source.get(),
                    filters,
                    batching,
                    retries,
                    bisect,
                    partialResponses));
        }
    }

    private Optional<Application.StreamSource> source(PropertyReader reader) {
        Optional<Application.Table> table = catalog.tableWithStream(reader, "Stream");
        Optional<Application.StartingPosition> position = reader.required(
                        "StartingPosition", reader.oneOf("StartingPosition", "TRIM_HORIZON", "LATEST"))
                .map(Application.StartingPosition::valueOf);
        return table.flatMap(found -> found.streamArn()
                .flatMap(arn -> position.map(start -> new Application.StreamSource(arn, found.name(), start))));
    }

    private static List<String> filters(PropertyReader reader) {
        Optional<PropertyReader> criteria = reader.object("FilterCriteria");
        List<String> patterns = new ArrayList<>();
        criteria.ifPresent(given -> {
            given.objects("Filters").forEach(filter -> {
                filter.requiredText("Pattern")
                        .filter(pattern -> isPattern(filter, pattern))
                        .ifPresent(patterns::add);
                filter.finish();
            });
            if (patterns.size() > MOST_FILTERS) {
                given.problem("Filters", "expected at most " + MOST_FILTERS + ", found " + patterns.size());
            }
            given.finish();
        });
        return patterns;
    }

    private static boolean isPattern(PropertyReader filter, String pattern) {
        try {
            EventPattern.parse(pattern);
            return true;
        } catch (IllegalArgumentException e) {
            filter.problem("Pattern", String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static Application.Batching batching(PropertyReader reader) {
        return new Application.Batching(
                reader.integer("BatchSize", 1, 10_000).orElse(DEFAULT_BATCH_SIZE),
                Duration.ofSeconds(
                        reader.integer("MaximumBatchingWindowInSeconds", 0, 300).orElse(0)));
    }

    private RetryPolicy retries(PropertyReader reader) {
        int retries = reader.integer("MaximumRetryAttempts", FOR_EVER, 10_000).orElse(FOR_EVER);
        Optional<Integer> recordAge = reader.check(
                        "MaximumRecordAgeInSeconds",
                        reader.integer("MaximumRecordAgeInSeconds", FOR_EVER, 604_800),
                        seconds -> seconds == FOR_EVER || seconds >= SHORTEST_RECORD_AGE_SECONDS,
                        wrong -> "expected -1 or 60 to 604800, found " + wrong)
                .filter(seconds -> seconds != FOR_EVER);
        return new RetryPolicy(
                retries == FOR_EVER ? RetryPolicy.UNLIMITED : retries,
                recordAge.map(Duration::ofSeconds),
                OnFailureDestination.ofStream(reader, catalog));
    }
}
