package localrunner.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Exchanges the application's ARNs for those of DynamoDB Local, whose region is always {@code ddblocal} and whose
 * stream labels are the time of the table's creation.
 *
 * <p>Only fields with ARNs, stream labels, shard iterators, regions and messages are changed. An attribute of an item
 * may have the same name and stays as it is: its value is never a JSON string but an object with its type. Thread-safe.
 */
final class LocalArns {

    private static final String LOCAL_REGION = "ddblocal";
    private static final String LOCAL_PREFIX = "arn:aws:dynamodb:" + LOCAL_REGION + ":";
    private static final Pattern STREAM =
            Pattern.compile("(arn:aws:dynamodb:[a-z0-9-]+:[0-9]+:table/[A-Za-z0-9_.-]+)/stream/([0-9A-Za-z:.-]+)");

    /** Fields of requests and answers. The messages of errors quote what was asked for. */
    private static final Set<String> FIELDS_WITH_ARN = Set.of(
            "StreamArn",
            "LatestStreamArn",
            "ExclusiveStartStreamArn",
            "LastEvaluatedStreamArn",
            "TableArn",
            "IndexArn",
            "ResourceArn",
            "ShardIterator",
            "NextShardIterator",
            "message",
            "Message");

    private static final Set<String> FIELDS_WITH_LABEL = Set.of("StreamLabel", "LatestStreamLabel");
    private static final Set<String> FIELDS_WITH_REGION = Set.of("awsRegion");

    private final String region;
    private final Map<String, String> localByOurs = new HashMap<>();
    private final Map<String, String> oursByLocal = new HashMap<>();
    private final Map<String, String> ourLabelByLocal = new HashMap<>();

    /** @param localStreamArns DynamoDB Local's ARN of each stream, by the application's */
    LocalArns(String region, Map<String, String> localStreamArns) {
        this.region = region;
        localStreamArns.forEach((ours, local) -> {
            localByOurs.put(ours, local);
            oursByLocal.put(local, ours);
            ourLabelByLocal.put(label(local), label(ours));
        });
    }

    /** Turns the application's ARNs in a request into DynamoDB Local's, in place. */
    void toLocal(JsonNode request) {
        rewrite(request, this::toLocal, label -> label, name -> name);
    }

    /** Turns DynamoDB Local's ARNs in an answer into the application's, in place. */
    void toOurs(JsonNode answer) {
        rewrite(
                answer,
                this::toOurs,
                label -> ourLabelByLocal.getOrDefault(label, label),
                name -> name.equals(LOCAL_REGION) ? region : name);
    }

    String toLocal(String text) {
        return exchange(text, localByOurs).replace("arn:aws:dynamodb:" + region + ":", LOCAL_PREFIX);
    }

    String toOurs(String text) {
        return exchange(text, oursByLocal).replace(LOCAL_PREFIX, "arn:aws:dynamodb:" + region + ":");
    }

    private static String exchange(String text, Map<String, String> streams) {
        return STREAM.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(streams.getOrDefault(found.group(), found.group())));
    }

    private static String label(String streamArn) {
        var matcher = STREAM.matcher(streamArn);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not the ARN of a DynamoDB stream of account " + Application.ACCOUNT_ID
                    + " (arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>): " + streamArn);
        }
        return matcher.group(2);
    }

    private static void rewrite(JsonNode node, TextChange arns, TextChange labels, TextChange regions) {
        switch (node) {
            case ObjectNode object ->
                object.properties().forEach(field -> {
                    if (field.getValue() instanceof StringNode text) {
                        change(field.getKey(), arns, labels, regions)
                                .ifPresent(change -> field.setValue(StringNode.valueOf(change.of(text.stringValue()))));
                    } else {
                        rewrite(field.getValue(), arns, labels, regions);
                    }
                });
            case ArrayNode array -> array.forEach(element -> rewrite(element, arns, labels, regions));
            default -> {}
        }
    }

    private static Optional<TextChange> change(String field, TextChange arns, TextChange labels, TextChange regions) {
        if (FIELDS_WITH_ARN.contains(field)) {
            return Optional.of(arns);
        }
        if (FIELDS_WITH_LABEL.contains(field)) {
            return Optional.of(labels);
        }
        return FIELDS_WITH_REGION.contains(field) ? Optional.of(regions) : Optional.empty();
    }

    private interface TextChange {
        String of(String text);
    }
}
