package localrunner.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import localrunner.act.Orders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {

    private final DeadLetters deadLetters = new DeadLetters(Orders.application());

    @Test
    void read_shouldTellTheFunctionAndItsError_whenAnEventWasGivenUp() {
        DeadLetter letter = read("""
                {"version":"1.0","timestamp":"2026-11-27T10:15:30.000Z","requestContext":{"requestId":"r1",
                 "functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:stack-TakerFunction:live",
                 "condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{"order":7},
                 "responseContext":{"statusCode":200,"executedVersion":"1","functionError":"Unhandled"},
                 "responsePayload":{"errorMessage":"no such order","errorType":"java.lang.IllegalStateException"}}""").orElseThrow();

        assertThat(letter).isInstanceOfSatisfying(DeadLetter.OfFunction.class, event -> {
            assertThat(event.payload()).isEqualTo("{\"order\":7}");
            assertThat(event.requestId()).isEqualTo("r1");
        });
        assertThat(letter.why())
                .isEqualTo("TakerFunction gave up this event after 3 times (RetriesExhausted): "
                        + "java.lang.IllegalStateException: no such order.");
        assertThat(letter.replay()).contains("TakerFunction");
    }

    @Test
    void read_shouldTellTheBatch_whenRecordsOfAStreamWereGivenUp() {
        DeadLetter letter = read("""
                {"requestContext":{"requestId":"r1","condition":"RetryAttemptsExhausted","approximateInvokeCount":2,
                 "functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:stack-Follower"},
                 "responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},
                 "version":"1.0","DDBStreamBatchInfo":{"shardId":"s-1","startSequenceNumber":"100",
                 "endSequenceNumber":"103","batchSize":4,"streamArn":"%s"}}""".formatted(Orders.STREAM)).orElseThrow();

        assertThat(letter)
                .isInstanceOfSatisfying(
                        DeadLetter.OfStream.class,
                        batch -> assertThat(batch.batch())
                                .isEqualTo(new DeadLetter.Batch(Orders.STREAM, "s-1", "100", "103", 4)));
        assertThat(letter.why())
                .isEqualTo("Follower gave up 4 records of the stream of stack-Entries after 2 times"
                        + " (RetryAttemptsExhausted): Unhandled.");
    }

    @Test
    void read_shouldTellTheSubscriber_whenSnsCouldNotHandItOver() {
        DeadLetter letter = read("""
                {"Type":"Notification","MessageId":"m1","TopicArn":"arn:aws:sns:eu-central-1:000000000000:stack-Placed",
                 "Message":"hello","UnsubscribeURL":"https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe\
                &SubscriptionArn=arn:aws:sns:eu-central-1:000000000000:stack-Placed:1234"}""").orElseThrow();

        assertThat(letter)
                .isInstanceOfSatisfying(
                        DeadLetter.OfSubscription.class,
                        notification -> assertThat(notification.function()).isEqualTo(Orders.MAILER));
        assertThat(letter.why())
                .isEqualTo("SNS could not hand this message of the topic Placed to OrderMailerFunction.");
    }

    @Test
    void read_shouldTellTheQueue_whenAMessageWasReceivedTooOften() {
        DeadLetter letter = deadLetters
                .read(Orders.DEAD, Orders.message("m1", "anything", Optional.of("stack-Work")))
                .orElseThrow();

        assertThat(letter).isEqualTo(new DeadLetter.OfQueue(Orders.WORK, 3));
        assertThat(letter.why())
                .isEqualTo("It was received 3 times from Work and never deleted; its redrive policy allows 3.");
    }

    @Test
    void read_shouldBeNone_whenTheMessageIsBackInTheQueueThatItCameFrom() {
        assertThat(deadLetters.read(Orders.WORK, Orders.message("m1", "anything", Optional.of("stack-Work"))))
                .isEmpty();
    }

    @Test
    void read_shouldTellTheSchedule_whenItFoundNoFunction() {
        DeadLetter letter = read("""
                {"version":"0","detail-type":"Scheduled Event","source":"aws.events",
                 "resources":["arn:aws:events:eu-central-1:000000000000:rule/stack-IdleNightly"],"detail":{}}""").orElseThrow();

        assertThat(letter.why()).isEqualTo("The schedule IdleNightly found no Idle to invoke.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[1]",
                "{}",
                "{\"requestContext\":7}",
                "{\"requestContext\":{\"functionArn\":\"arn:aws:lambda:eu-central-1:000000000000:function:other\"},\"requestPayload\":{}}",
                "{\"requestContext\":{\"functionArn\":\"<script>\"},\"requestPayload\":{}}",
                "{\"Type\":\"Notification\",\"TopicArn\":\"arn:aws:sns:eu-central-1:000000000000:stack-Placed\"}",
                "{\"Type\":\"Notification\",\"TopicArn\":[1],\"UnsubscribeURL\":{}}",
                "{\"requestContext\":{\"functionArn\":\"arn:aws:lambda:eu-central-1:000000000000:function:stack-Follower\"},\"DDBStreamBatchInfo\":[]}",
                "{\"resources\":\"everything\"}"
            })
    void read_shouldBeNone_whenTheShapeIsNoOnesOrNotOfThisApplication(String body) {
        assertThat(read(body)).isEmpty();
    }

    private Optional<DeadLetter> read(String body) {
        return deadLetters.read(Orders.DEAD, Orders.message("m1", body, Optional.empty()));
    }
}
