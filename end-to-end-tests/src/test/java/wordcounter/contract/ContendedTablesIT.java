package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import wordcounter.summaries.SummaryItem;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.ContendedEdge;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Operator;
import wordcounter.targets.Target;

/** The commands that read whole tables, against tables that throttle and conflict, while words are being counted. */
@AgainstTarget
class ContendedTablesIT {

    private static final List<String> WORDS = List.of("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta");

    @Test
    void commands_shouldDoTheirWork_whileTheTablesConflictAndThrottle(@EmptyWorld Target target) throws Exception {
        List<String> options = target.operatorOptions();
        assumeTrue(
                options.size() == 2 && options.getFirst().equals("--endpoint-url"),
                "only the local runner's edge can have something before it");
        WordsApi api = new WordsApi(target);
        AtomicBoolean counting = new AtomicBoolean(true);
        try (Stack stack = new Stack(target);
                ContendedEdge edge = new ContendedEdge(URI.create(options.getLast()));
                ExecutorService client = Executors.newSingleThreadExecutor()) {
            Future<?> posts = client.submit(() -> post(api, counting));
            try {
                Stack.soon().until(() -> api.count("alpha") > 0);
                addToTotals(stack, "alpha", 1_000, 3);

                String rebuilt = words(edge, "rebuild", "--totals");
                assertThat(rebuilt).contains("16 buckets of the totals measured, 1 corrected.");
                assertThat(words(edge, "reconcile", "--patience", "60s"))
                        .contains("0 differences in " + WORDS.size() + " words");
            } finally {
                counting.set(false);
            }
            posts.get();
            assertThat(Operator.words(target, "reconcile")).contains("0 differences in " + WORDS.size() + " words");

            assertThat(edge.refused())
                    .containsKeys(
                            "DynamoDB_20120810.Scan",
                            "DynamoDB_20120810.Query",
                            "DynamoDB_20120810.BatchGetItem",
                            "DynamoDB_20120810.UpdateItem",
                            "DynamoDB_20120810.TransactGetItems",
                            "AmazonSSM.GetParametersByPath");
        }
    }

    private static String words(ContendedEdge edge, String... arguments) throws Exception {
        return Operator.words(List.of("--endpoint-url", edge.uri().toString()), arguments);
    }

    private static void post(WordsApi api, AtomicBoolean counting) {
        for (int i = 0; counting.get(); i++) {
            String text = String.join(" ", WORDS.subList(0, 1 + i % WORDS.size()));
            assertThat(api.postText(text).status()).isEqualTo(202);
        }
    }

    private static void addToTotals(Stack stack, String word, long counts, long distinctWords) {
        UpdateItemResponse _ = stack.dynamoDb()
                .updateItem(request -> request.tableName(stack.name("SummariesTable"))
                        .key(Map.of(SummaryItem.ID, AttributeValue.fromS(SummaryItem.totalsId(word))))
                        .updateExpression("ADD #itemCount :counts, #distinctWords :distinctWords")
                        .expressionAttributeNames(Map.of(
                                "#itemCount", SummaryItem.ITEM_COUNT, "#distinctWords", SummaryItem.DISTINCT_WORDS))
                        .expressionAttributeValues(Map.of(
                                ":counts", AttributeValue.fromN(Long.toString(counts)),
                                ":distinctWords", AttributeValue.fromN(Long.toString(distinctWords)))));
    }
}
