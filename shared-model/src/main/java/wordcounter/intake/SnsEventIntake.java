package wordcounter.intake;

import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.DynamoDbCountTransactions;
import wordcounter.counts.EventCounter;
import wordcounter.counts.MeasuredTransactions;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.JsonLog;

/** Puts together what takes events in: an intake that publishes to the topic and counts in the tables. */
public final class SnsEventIntake {

    private SnsEventIntake() {}

    public static EventIntake of(
            IntakeSettings settings,
            SnsClient sns,
            DynamoDbClient dynamoDb,
            Backoff backoff,
            Clock clock,
            JsonLog log) {
        return new EventIntake(
                new SnsPublisher(sns, settings.topicArn()),
                eventCounter(settings, dynamoDb, backoff, clock, log),
                clock,
                log);
    }

    /** The part of it that counts. */
    public static EventCounter eventCounter(
            IntakeSettings settings, DynamoDbClient dynamoDb, Backoff backoff, Clock clock, JsonLog log) {
        return new EventCounter(
                new MeasuredTransactions(
                        new DynamoDbCountTransactions(
                                dynamoDb, settings.wordCountsTable(), settings.eventLedgerTable()),
                        log.metrics(),
                        clock),
                backoff,
                clock,
                ChunkPlan.MAX_SIZE,
                settings.counterShards());
    }
}
