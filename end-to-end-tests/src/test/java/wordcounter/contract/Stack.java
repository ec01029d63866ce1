package wordcounter.contract;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import wordcounter.counts.CounterItem;
import wordcounter.counts.CounterValues;
import wordcounter.counts.DynamoDbCounterScan;
import wordcounter.summaries.SummaryItem;
import wordcounter.targets.Target;

/** The target's tables, topic and queue through AWS's SDK, their names as tools find them: in SSM parameters. */
final class Stack implements AutoCloseable {

    private static final Duration LONGEST_POLL_INTERVAL = Duration.ofMillis(250);

    private final Map<String, String> names = new HashMap<>();
    private final DynamoDbClient dynamoDb;
    private final SnsClient sns;
    private final SqsClient sqs;

    Stack(Target target) {
        try (SsmClient ssm = target.client(SsmClient.builder())) {
            ssm.getParametersByPathPaginator(request -> request.path(target.parameterPrefix())).stream()
                    .flatMap(page -> page.parameters().stream())
                    .forEach(parameter -> names.put(shortName(parameter), parameter.value()));
        }
        dynamoDb = target.client(DynamoDbClient.builder());
        sns = target.client(SnsClient.builder());
        sqs = target.client(SqsClient.builder());
    }

    /** How long whatever happens asynchronously may take. It is looked at more and more rarely: looking is work for the target. */
    static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(2))
                .pollInterval(IterativePollInterval.iterative(Stack::longer, Duration.ofMillis(50)));
    }

    private static Duration longer(Duration interval) {
        Duration longer = interval.multipliedBy(3).dividedBy(2);
        return longer.compareTo(LONGEST_POLL_INTERVAL) < 0 ? longer : LONGEST_POLL_INTERVAL;
    }

    /** @param parameter the last part of an SSM parameter's name */
    String name(String parameter) {
        return Optional.ofNullable(names.get(parameter))
                .orElseThrow(() -> new AssertionError("no SSM parameter " + parameter + ", only " + names.keySet()));
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    SqsClient sqs() {
        return sqs;
    }

    void publish(String message) {
        sns.publish(request -> request.topicArn(name("SnsTopicArn")).message(message));
    }

    List<Map<String, AttributeValue>> scan(String parameter) {
        return dynamoDb
                .scanPaginator(request -> request.tableName(name(parameter)).consistentRead(true))
                .items()
                .stream()
                .toList();
    }

    /** What the counters of each word show. */
    Map<String, Long> counts() {
        return counters().stream()
                .collect(Collectors.groupingBy(
                        CounterValues::word,
                        Collectors.summingLong(counter -> counter.tally().total())));
    }

    /** What all counters together show. */
    long sumOfCounters() {
        return counts().values().stream().mapToLong(Long::longValue).sum();
    }

    /** What a word's counter is after one occurrence. */
    static Map<String, AttributeValue> counterOf(String word) {
        return Map.of(
                CounterItem.WORD_SHARD, AttributeValue.fromS(CounterItem.key(word, 0)),
                CounterItem.WORD, AttributeValue.fromS(word),
                CounterItem.SHARD, AttributeValue.fromN("0"),
                CounterItem.COUNT, AttributeValue.fromN("11"),
                CounterItem.COUNTED, AttributeValue.fromN("1"),
                CounterItem.MULTIPLIED, AttributeValue.fromN("1"));
    }

    /** Writes up to 100 counters in one transaction, so that the stream has them side by side. */
    void putCounters(List<Map<String, AttributeValue>> items) {
        dynamoDb.transactWriteItems(request -> request.transactItems(items.stream()
                .map(item -> TransactWriteItem.builder()
                        .put(put -> put.tableName(name("WordCountsTable")).item(item))
                        .build())
                .toList()));
    }

    /** How often the word's summary was written. */
    long summaryWrites(String word) {
        AttributeValue version = dynamoDb.getItem(request -> request.tableName(name("SummariesTable"))
                        .key(summaryKey(word))
                        .consistentRead(true))
                .item()
                .get(SummaryItem.VERSION);
        return version == null ? 0 : Long.parseLong(version.n());
    }

    /** Makes every attempt to write the word's summary fail, until it is deleted. */
    void breakSummary(String word) {
        dynamoDb.putItem(request -> request.tableName(name("SummariesTable")).item(summaryKey(word)));
    }

    void deleteSummary(String word) {
        dynamoDb.deleteItem(request -> request.tableName(name("SummariesTable")).key(summaryKey(word)));
    }

    private static Map<String, AttributeValue> summaryKey(String word) {
        return Map.of(SummaryItem.ID, AttributeValue.fromS(SummaryItem.wordId(word)));
    }

    /** How many occurrences of the word have their 10. */
    long multiplied(String word) {
        return counters().stream()
                .filter(counter -> counter.word().equals(word))
                .mapToLong(counter -> counter.tally().multiplied())
                .sum();
    }

    /** All counters; what somebody else put into the table is none. */
    private List<CounterValues> counters() {
        List<CounterValues> counters = new ArrayList<>();
        new DynamoDbCounterScan(dynamoDb, name("WordCountsTable")).read(counters::addAll);
        return counters;
    }

    /** Takes the message out of the dead-letter queue for which this holds, and leaves the others. */
    String takeDeadLetter(Predicate<String> isOurs) {
        return soon().until(() -> pollDeadLetter(isOurs), Optional::isPresent).orElseThrow();
    }

    private Optional<String> pollDeadLetter(Predicate<String> isOurs) {
        String queue = name("DeadLetterQueueUrl");
        Optional<String> ours = Optional.empty();
        List<Message> messages = sqs.receiveMessage(
                        request -> request.queueUrl(queue).maxNumberOfMessages(10))
                .messages();
        for (Message message : messages) {
            if (ours.isEmpty() && isOurs.test(message.body())) {
                ours = Optional.of(message.body());
                sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
            } else {
                sqs.changeMessageVisibility(request -> request.queueUrl(queue)
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0));
            }
        }
        return ours;
    }

    void sendDeadLetter(String body) {
        sqs.sendMessage(request -> request.queueUrl(name("DeadLetterQueueUrl")).messageBody(body));
    }

    /** Messages in the dead-letter queue, whether somebody has received them or not. */
    int deadLetters() {
        Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(
                        request -> request.queueUrl(name("DeadLetterQueueUrl"))
                                .attributeNames(
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes();
        return attributes.values().stream().mapToInt(Integer::parseInt).sum();
    }

    private static String shortName(Parameter parameter) {
        return parameter.name().substring(parameter.name().lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        dynamoDb.close();
        sns.close();
        sqs.close();
    }
}
