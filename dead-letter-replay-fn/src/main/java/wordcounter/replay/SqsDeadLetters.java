package wordcounter.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import wordcounter.deadletters.ReplayTimes;

/** The dead-letter queue in SQS. Thread-safe. */
final class SqsDeadLetters implements DeadLetters {

    /** A wait makes SQS ask all of its servers; without one an empty answer would not mean an empty queue. */
    private static final int WAIT_SECONDS = 1;

    private static final int BATCH = 10;
    private static final String REPLAYS = "replays";
    private static final String RUN = "replayRun";

    /**
     * The id of the message that first brought the letter, and when that was sent, in milliseconds since 1970. They share an attribute:
     * SQS takes ten, and a letter from a queue of the API has up to seven of its own.
     */
    private static final String FIRST_MESSAGE = "firstMessage";

    private static final Pattern ID_AND_TIME = Pattern.compile("(\\S+) ([0-9]{1,15})");

    /** How they are written in letters that were put back before they shared one. */
    private static final String FIRST_MESSAGE_ID = "firstMessageId";

    private static final String FIRST_SENT_AT = "firstSentAt";

    private static final Set<String> OURS = Set.of(REPLAYS, RUN, FIRST_MESSAGE, FIRST_MESSAGE_ID, FIRST_SENT_AT);

    private final SqsClient sqs;
    private final String queueUrl;

    SqsDeadLetters(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public List<DeadLetter> receive(int max) {
        return sqs
                .receiveMessage(request -> request.queueUrl(queueUrl)
                        .maxNumberOfMessages(Math.min(max, BATCH))
                        .visibilityTimeout(Math.toIntExact(ReplayTimes.HIDDEN.toSeconds()))
                        .waitTimeSeconds(WAIT_SECONDS)
                        .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
                        .messageAttributeNames("All"))
                .messages()
                .stream()
                .map(SqsDeadLetters::deadLetter)
                .toList();
    }

    private static DeadLetter deadLetter(Message message) {
        return new DeadLetter(
                first(message, 1).or(() -> attribute(message, FIRST_MESSAGE_ID)).orElseGet(message::messageId),
                message.receiptHandle(),
                message.body(),
                attributes(message),
                first(message, 2)
                        .or(() -> attribute(message, FIRST_SENT_AT).filter(value -> value.matches("[0-9]{1,15}")))
                        .or(() -> Optional.ofNullable(
                                message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP)))
                        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                        .orElse(Instant.EPOCH),
                attribute(message, REPLAYS)
                        .filter(value -> value.matches("[0-9]{1,9}"))
                        .map(Integer::valueOf)
                        .orElse(0),
                attribute(message, RUN).orElse(""));
    }

    /** @param group of {@link #ID_AND_TIME} */
    private static Optional<String> first(Message message, int group) {
        return attribute(message, FIRST_MESSAGE)
                .map(ID_AND_TIME::matcher)
                .filter(Matcher::matches)
                .map(idAndTime -> idAndTime.group(group));
    }

    private static Map<String, String> attributes(Message message) {
        Map<String, String> attributes = new TreeMap<>();
        message.messageAttributes().forEach((name, value) -> {
            if (!OURS.contains(name) && value.stringValue() != null) {
                attributes.put(name, value.stringValue());
            }
        });
        return attributes;
    }

    private static Optional<String> attribute(Message message, String name) {
        return Optional.ofNullable(message.messageAttributes().get(name)).map(MessageAttributeValue::stringValue);
    }

    @Override
    public void delete(DeadLetter deadLetter) {
        try {
            sqs.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(deadLetter.receiptHandle()));
        } catch (ReceiptHandleIsInvalidException e) {
            return; // deleted by an attempt whose answer was lost, or somebody else's by now: then it comes again
        }
    }

    @Override
    public void putCopy(DeadLetter deadLetter, int replays, String run) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        deadLetter.attributes().forEach((name, value) -> attributes.put(name, value("String", value)));
        attributes.put(REPLAYS, value("Number", Integer.toString(replays)));
        attributes.put(RUN, value("String", run));
        attributes.put(
                FIRST_MESSAGE,
                value(
                        "String",
                        deadLetter.messageId() + " " + deadLetter.sentAt().toEpochMilli()));
        sqs.sendMessage(request ->
                request.queueUrl(queueUrl).messageBody(deadLetter.body()).messageAttributes(attributes));
    }

    private static MessageAttributeValue value(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    @Override
    public void release(List<String> receiptHandles) {
        for (int start = 0; start < receiptHandles.size(); start += BATCH) {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
            for (String handle : receiptHandles.subList(start, Math.min(start + BATCH, receiptHandles.size()))) {
                entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(handle)
                        .visibilityTimeout(0)
                        .build());
            }
            sqs.changeMessageVisibilityBatch(
                    request -> request.queueUrl(queueUrl).entries(entries));
        }
    }
}
