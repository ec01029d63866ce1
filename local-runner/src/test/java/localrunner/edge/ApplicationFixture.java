package localrunner.edge;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.application.FunctionBuilder.function;

import java.time.Duration;
import java.util.Optional;
import localrunner.application.Application;

/** A small application in a region that is nobody's default. */
public final class ApplicationFixture {

    public static final String REGION = "eu-west-1";
    public static final String TABLE_ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/demo-Words";
    public static final String STREAM_ARN = TABLE_ARN + "/stream/2026-01-01T00:00:00.000";
    public static final String QUEUE_ARN = "arn:aws:sqs:eu-west-1:000000000000:demo-Dlq";

    private ApplicationFixture() {}

    public static Application application() {
        return applicationIn(REGION)
                .with(function("Counter", "demo-Counter")
                        .in(REGION)
                        .withAlias("live")
                        .build())
                .with(new Application.Queue(
                        "Dlq",
                        "demo-Dlq",
                        QUEUE_ARN,
                        Duration.ofSeconds(30),
                        Duration.ofDays(14),
                        Duration.ZERO,
                        Duration.ZERO,
                        Optional.empty()))
                .with(words(), ledger())
                .with(
                        new Application.Parameter("Topic", "/demo/dev/Topic", "String", "topic-arn"),
                        new Application.Parameter("Words", "/demo/dev/Words", "StringList", "a,b"),
                        new Application.Parameter("Deep", "/demo/dev/deep/Down", "String", "below"))
                .build();
    }

    private static Application.Table words() {
        String createTable = """
                {"TableName": "demo-Words", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "word", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "word", "KeyType": "HASH"}],
                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
                """;
        return new Application.Table(
                "Words", "demo-Words", TABLE_ARN, createTable, Optional.of(STREAM_ARN), Optional.empty());
    }

    private static Application.Table ledger() {
        String createTable = """
                {"TableName": "demo-Ledger", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "eventId", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "eventId", "KeyType": "HASH"}]}
                """;
        return new Application.Table(
                "Ledger",
                "demo-Ledger",
                "arn:aws:dynamodb:eu-west-1:000000000000:table/demo-Ledger",
                createTable,
                Optional.empty(),
                Optional.of("expiresAt"));
    }
}
