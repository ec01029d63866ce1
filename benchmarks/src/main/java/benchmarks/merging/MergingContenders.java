package benchmarks.merging;

import benchmarks.process.Contender;
import benchmarks.process.JavaCommand;
import java.nio.file.Path;
import java.util.Map;

/** Who merges: each as it is deployed, with SnapStart. */
public record MergingContenders(JavaCommand java) {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "STACK_NAME", "words",
            "SUMMARIES_TABLE", "Summaries",
            "DEAD_LETTER_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters");

    /**
     * The aggregator in a folder as it is in the zip.
     *
     * @param description which version it is
     */
    public Contender ours(String name, String description, Path folder) {
        return new Contender(
                name,
                description,
                true,
                java.restored("wordcounter.aggregator.EventAggregatorHandler::handleRequest"),
                ENVIRONMENT,
                folder);
    }

    /** The peer. */
    public Contender wordAtATime(String name, Path folder) {
        return new Contender(
                name,
                "the same summaries, a word at a time: a GetItem and a transaction a word, one after the other (ours until 2026-11)",
                true,
                java.restored("benchmarks.usual.WordAtATimeAggregator::handleRequest"),
                ENVIRONMENT,
                folder);
    }
}
