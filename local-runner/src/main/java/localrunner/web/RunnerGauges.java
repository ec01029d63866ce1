package localrunner.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import localrunner.application.Application;
import localrunner.functions.ProcessCounts;
import localrunner.sqs.QueueDepths;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at the processes of functions and at how many messages queues have: {@code waiting} are those that can be
 * received or are delayed, {@code inFlight} those that somebody has received. Queues are asked once a second at most,
 * however many pages are open. Thread-safe.
 */
public final class RunnerGauges implements NodeGauges {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Application application;
    private final QueueDepths queues;
    private final Supplier<Map<String, ProcessCounts>> processes;
    private Map<String, ObjectNode> depths = Map.of();
    private long lookedAt = System.nanoTime() - BETWEEN_LOOKS.toNanos();

    public RunnerGauges(Application application, QueueDepths queues, Supplier<Map<String, ProcessCounts>> processes) {
        this.application = application;
        this.queues = queues;
        this.processes = processes;
    }

    @Override
    public Map<String, ObjectNode> now() throws InterruptedException {
        Map<String, ObjectNode> gauges = new HashMap<>();
        depths().forEach((queue, depth) -> gauges.put(queue, depth.deepCopy()));
        processes
                .get()
                .forEach((function, counts) -> gauges.put(
                        function,
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("starting", counts.starting())
                                .put("busy", counts.busy())
                                .put("idle", counts.idle())));
        return gauges;
    }

    private synchronized Map<String, ObjectNode> depths() throws InterruptedException {
        if (System.nanoTime() - lookedAt >= BETWEEN_LOOKS.toNanos()) {
            Map<String, ObjectNode> looked = new HashMap<>();
            for (Application.Queue queue : application.queues()) {
                QueueDepths.Depth depth = queues.depth(queue.arn());
                looked.put(
                        queue.logicalId(),
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("waiting", depth.visible() + depth.delayed())
                                .put("inFlight", depth.notVisible()));
            }
            depths = looked;
            lookedAt = System.nanoTime();
        }
        return depths;
    }
}
