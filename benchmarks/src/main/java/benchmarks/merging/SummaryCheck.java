package benchmarks.merging;

import benchmarks.stub.AwsStub;
import tools.jackson.databind.node.ObjectNode;

/** Looks whether what was merged adds up: a benchmark of something wrong is worth nothing. */
final class SummaryCheck {

    private SummaryCheck() {}

    /** @throws IllegalStateException when the words or the totals do not add up to what was counted */
    static void addsUp(String contender, AwsStub aws, long expected) {
        long words = sum(aws, "word#");
        long totals = sum(aws, "totals#");
        if (words != expected || totals != expected) {
            throw new IllegalStateException("%s merged wrongly: %d was counted, the words have %d, the totals %d"
                    .formatted(contender, expected, words, totals));
        }
    }

    private static long sum(AwsStub aws, String prefix) {
        return aws.items("Summaries").stream()
                .filter(item -> id(item).startsWith(prefix))
                .mapToLong(item -> item.path("itemCount").path("N").asLong(0))
                .sum();
    }

    private static String id(ObjectNode item) {
        return item.path("id").path("S").asString();
    }
}
