package localrunner.streams;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import localrunner.application.Application.StreamMapping;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.invoke.FunctionDirectory;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.FunctionName;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.TooManyRequestsException;
import localrunner.service.ServiceContext;
import localrunner.sqs.Sender;

/**
 * Carries out what {@link BatchProgress} decides about a batch: waits, invokes the function, tells the on-failure
 * destination. Thread-safe.
 */
final class BatchDelivery {

    private final StreamMapping mapping;
    private final FunctionInvoker functions;
    private final ServiceContext context;
    private final Fact.Version function;
    private final String source;
    private volatile boolean closed;

    BatchDelivery(StreamMapping mapping, FunctionInvoker functions, ServiceContext context) {
        this.mapping = mapping;
        this.functions = functions;
        this.context = context;
        function = version(mapping);
        source = "stream:" + mapping.source().tableName();
    }

    private static Fact.Version version(StreamMapping mapping) {
        FunctionName name = FunctionName.of(mapping.functionArn(), Optional.empty());
        return new Fact.Version(
                mapping.logicalId(), name.name(), name.qualifier().orElse(FunctionDirectory.LATEST));
    }

    /**
     * Returns when every record of the batch is done or given up. All that is done for the batch has the batch as its
     * cause, however often it is halved or tried.
     */
    void deliver(String shardId, List<StreamRecord> batch) throws InterruptedException {
        String id = context.ids().get();
        context.facts()
                .tell(new Fact.BatchTaken(
                        context.time().now(),
                        mapping.logicalId(),
                        id,
                        source,
                        batch.stream()
                                .map(each -> new Fact.Item(each.sequenceNumber(), each.key()))
                                .toList()));
        boolean failed =
                Cause.NONE.next(id, source).<Boolean, InterruptedException>call(() -> deliverWhole(shardId, batch));
        context.facts().tell(new Fact.BatchDone(context.time().now(), mapping.logicalId(), id, failed));
    }

    /** Whether some of it was given up. */
    private boolean deliverWhole(String shardId, List<StreamRecord> batch) throws InterruptedException {
        boolean failed = false;
        var progress = new BatchProgress(mapping, batch);
        while (true) {
            switch (progress.next(context.time()::age)) {
                case BatchProgress.Done _ -> {
                    return failed;
                }
                case BatchProgress.Discard discard -> {
                    failed = true;
                    giveUp(shardId, discard);
                    progress.discarded(discard);
                }
                case BatchProgress.Invoke invoke -> {
                    if (invoke.delay().isPositive()) {
                        context.time().sleep(invoke.delay());
                    }
                    // Records may have become too old meanwhile.
                    if (progress.next(context.time()::age) instanceof BatchProgress.Invoke still) {
                        Duration age =
                                context.time().age(still.records().getLast().arrival());
                        BatchAnswer answer = invoke(still.records());
                        if (!(answer instanceof BatchAnswer.NotInvoked)) {
                            tellSent(still.records().size(), age);
                        }
                        progress.answered(answer);
                    }
                }
            }
        }
    }

    /** @param age of the last record when the batch was sent, which is Lambda's iterator age */
    private void tellSent(int records, Duration age) {
        context.facts().tell(new Fact.BatchSent(context.time().now(), function, records, age));
    }

    /** Warns no more about invocations that fail, as they are interrupted. */
    void close() {
        closed = true;
    }

    private BatchAnswer invoke(List<StreamRecord> records) throws InterruptedException {
        try {
            InvocationResult result = functions.invoke(mapping.functionArn(), ShardReader.event(records));
            BatchAnswer answer = BatchAnswer.of(result, records, mapping.reportBatchItemFailures());
            if (answer instanceof BatchAnswer.Failure && !result.failed()) {
                warn("the whole batch counts as failed: " + mapping.functionArn()
                        + " should have answered {\"batchItemFailures\":[{\"itemIdentifier\":\"<sequence number of"
                        + " a record in the batch>\"}]} and answered " + result.payload());
            }
            return answer;
        } catch (TooManyRequestsException e) {
            return new BatchAnswer.NotInvoked(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (!closed) {
                warn("a batch waits: " + Optional.ofNullable(e.getMessage()).orElseGet(e::toString));
            }
            return new BatchAnswer.NotInvoked(String.valueOf(e.getMessage()));
        }
    }

    private void giveUp(String shardId, BatchProgress.Discard discard) {
        List<StreamRecord> records = discard.records();
        String what = records.size() + " records from " + records.getFirst().sequenceNumber() + " to "
                + records.getLast().sequenceNumber() + " of " + mapping.source().tableName() + " are given up ("
                + discard.condition().text() + ", after " + discard.invocations() + " invocations)";
        mapping.retries()
                .onFailureQueueArn()
                .ifPresentOrElse(
                        queueArn -> sendRecord(queueArn, shardId, discard, what),
                        () -> warn(what + "; the mapping has no OnFailure destination"));
    }

    private void sendRecord(String queueArn, String shardId, BatchProgress.Discard discard, String what) {
        String requestId = discard.lastResult().map(InvocationResult::requestId).orElseGet(context.ids());
        try {
            context.queues()
                    .inTheNameOf(new Sender.OfFunction(mapping.functionArn()))
                    .send(
                            queueArn,
                            FailureRecord.write(
                                    mapping,
                                    shardId,
                                    discard,
                                    requestId,
                                    context.time().now()));
            warn(what + "; " + queueArn + " says where they are");
        } catch (RuntimeException e) {
            context.facts().tell(new Fact.DestinationFailed(context.time().now(), function, requestId, queueArn));
            warn(what + " and " + queueArn + " did not take the notice: " + e.getMessage());
        }
    }

    private void warn(String text) {
        context.console().warn(mapping.logicalId(), text);
    }
}
