package localrunner.template.resources;

import java.time.Duration;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;

/**
 * Reads events of type {@code SQS}, each a mapping from a queue to the function.
 *
 * <p>Ranges and defaults are those of "CreateEventSourceMapping" in the Lambda API Reference, which also refuses a queue
 * whose visibility timeout is shorter than the function's timeout.
 */
final class SqsEvents {

    private static final int DEFAULT_BATCH_SIZE = 10;
    private static final int LARGEST_BATCH_WITHOUT_WINDOW = 10;

    private final Catalog catalog;

    SqsEvents(Catalog catalog) {
        this.catalog = catalog;
    }

    void read(Events.Event event) {
        PropertyReader reader = event.reader();
        reader.refuse("FilterCriteria", "event filters are not supported; filter in the function");
        reader.refuse("ProvisionedPollerConfig", "provisioned pollers are not supported; use ScalingConfig");
        Optional<Application.Queue> queue = catalog.queue(reader, "Queue");
        queue.ifPresent(found -> checkVisibilityTimeout(found, event.function(), reader));
        Application.Batching batching = batching(reader);
        Optional<Integer> maximumConcurrency = maximumConcurrency(reader);
        boolean partialResponses = FunctionResponseTypes.reportBatchItemFailures(reader);
        boolean enabled = reader.bool("Enabled").orElse(true);
        if (enabled && queue.isPresent()) {
            catalog.add(new Application.QueueMapping(
                    event.id(),
                    event.function().invokedArn(),
                    queue.get(),
                    batching,
                    maximumConcurrency,
                    partialResponses));
        }
    }

    private static void checkVisibilityTimeout(
            Application.Queue queue, Application.Function function, PropertyReader reader) {
        Duration timeout = function.configuration().timeout();
        if (queue.visibilityTimeout().compareTo(timeout) < 0) {
            reader.problem(
                    "Queue",
                    "the visibility timeout of %s, %d s, is shorter than the timeout of %s, %d s; AWS advises 6 times as long"
                            .formatted(
                                    queue.logicalId(),
                                    queue.visibilityTimeout().toSeconds(),
                                    function.logicalId(),
                                    timeout.toSeconds()));
        }
    }

    private static Application.Batching batching(PropertyReader reader) {
        int size = reader.integer("BatchSize", 1, 10_000).orElse(DEFAULT_BATCH_SIZE);
        int window = reader.integer("MaximumBatchingWindowInSeconds", 0, 300).orElse(0);
        if (size > LARGEST_BATCH_WITHOUT_WINDOW && window == 0) {
            reader.problem("BatchSize", "more than 10 needs a MaximumBatchingWindowInSeconds of 1 or more");
        }
        return new Application.Batching(size, Duration.ofSeconds(window));
    }

    private static Optional<Integer> maximumConcurrency(PropertyReader reader) {
        Optional<PropertyReader> scaling = reader.object("ScalingConfig");
        Optional<Integer> maximum = scaling.flatMap(inner -> inner.integer("MaximumConcurrency", 2, 1_000));
        scaling.ifPresent(PropertyReader::finish);
        return maximum;
    }
}
