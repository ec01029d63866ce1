package wordcounter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.deadletters.DeadLetterKind;
import wordcounter.replay.LetterBody.Invocation;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.replay.LetterBody.StreamBatch;
import wordcounter.testing.EventFiles;

class LetterBodyTest {

    @ParameterizedTest
    @CsvSource({
        "sns-delivery.json, SNS_DELIVERY, SNS could not hand it over",
        "invocation.json, INVOCATION, 'ContentionException, RetriesExhausted'",
        "stream-batch.json, STREAM_BATCH, RetryAttemptsExhausted",
        "captured-sns-delivery.json, SNS_DELIVERY, SNS could not hand it over",
        "captured-invocation.json, INVOCATION, 'DynamoDbException, RetriesExhausted'",
        "captured-stream-batch.json, STREAM_BATCH, RetryAttemptsExhausted",
        "parked-sns-record.json, PARKED_SNS_RECORD, older than the ledger remembers",
        "parked-stream-record.json, PARKED_STREAM_RECORD, not a counter: 'word' is missing",
        "parked-queue-record.json, PARKED_QUEUE_RECORD, This charset is not supported.",
        "parked-milestones.json, PARKED_MILESTONES, Slack answered 404 no_service",
        "scheduled-event.json, SCHEDULED_EVENT, EventBridge could not hand it over",
        "scheduled-night.json, SCHEDULED_EVENT, EventBridge could not hand it over",
        "night-invocation.json, INVOCATION, 'SdkClientException, RetriesExhausted'",
        "bad-not-json.txt, UNKNOWN, 'not JSON: line 1, column '",
        "bad-stream-batch-without-its-end.json, UNKNOWN, 'endSequenceNumber' is missing",
    })
    void parse_shouldTellKindAndError(String file, DeadLetterKind kind, String error) {
        LetterBody letter = LetterBody.parse(EventFiles.deadLetter(file));

        assertThat(letter.kind()).isEqualTo(kind);
        assertThat(letter.error()).startsWith(error);
    }

    @Test
    void parse_shouldTellWhereTheRecordsAre_whenTheStreamGaveUp() {
        StreamBatch batch = (StreamBatch) LetterBody.parse(EventFiles.deadLetter("stream-batch.json"));

        assertThat(batch.shardId()).isEqualTo("shardId-00000001795262400000-a1b2c3d4");
        assertThat(batch.startSequenceNumber()).isEqualTo("4421584500000000017450439091");
        assertThat(batch.size()).isEqualTo(4);
        assertThat(batch.streamArn()).contains("table/word-counter-dev-WordCounts");
    }

    @Test
    void parse_shouldKeepThePayload_whenAFunctionFailed() {
        Invocation invocation = (Invocation) LetterBody.parse(EventFiles.deadLetter("invocation.json"));

        assertThat(invocation.function()).endsWith(":live");
        assertThat(LetterBody.snsRecords(invocation.requestPayload())).hasSize(1);
    }

    @Test
    void replays_shouldBeReadFromTheSnsMessage_whenAReplayPublishedIt() {
        String body = EventFiles.deadLetter("sns-delivery.json").replace("\"Type\"", """
                "MessageAttributes": {"replays": {"Type": "Number", "Value": "3"}, "replayRun": {"Type": "String", "Value": "r"}}, "Type\"""");

        SnsDelivery delivery = (SnsDelivery) LetterBody.parse(body);

        assertThat(delivery.replays()).isEqualTo(3);
        assertThat(delivery.run()).isEqualTo("r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"parked\":\"NOTHING\"}",
                "{\"parked\":7}",
                "{\"requestPayload\":\"text\",\"requestContext\":{\"functionArn\":\"a\",\"condition\":\"b\"}}",
                "{\"DDBStreamBatchInfo\":[]}",
                "{\"TopicArn\":\"a\"}"
            })
    void parse_shouldBeUnknown_whenItIsNoneOfThem(String body) {
        assertThat(LetterBody.parse(body).kind()).isEqualTo(DeadLetterKind.UNKNOWN);
    }
}
