package localrunner.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.template.Application;

/** A small application in a region that is nobody's default. */
public final class ApplicationFixture {

    public static final String REGION = "eu-west-1";
    public static final String TABLE_ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/demo-Words";
    public static final String STREAM_ARN = TABLE_ARN + "/stream/2026-01-01T00:00:00.000";
    public static final String QUEUE_ARN = "arn:aws:sqs:eu-west-1:000000000000:demo-Dlq";

    private ApplicationFixture() {}

    public static Application application() {
        return new Application(
                "demo",
                REGION,
                List.of(function()),
                List.of(),
                List.of(),
                List.of(new Application.Queue(
                        "Dlq", "demo-Dlq", QUEUE_ARN, Duration.ofSeconds(30), Duration.ofDays(14))),
                List.of(words(), ledger()),
                List.of(),
                List.of(
                        new Application.Parameter("Topic", "/demo/dev/Topic", "String", "topic-arn"),
                        new Application.Parameter("Words", "/demo/dev/Words", "StringList", "a,b"),
                        new Application.Parameter("Deep", "/demo/dev/deep/Down", "String", "below")),
                List.of());
    }

    private static Application.Function function() {
        return new Application.Function(
                "Counter",
                "demo-Counter",
                "arn:aws:lambda:eu-west-1:000000000000:function:demo-Counter",
                "java25",
                "demo.Handler",
                new Application.Code(Path.of("/code"), Optional.empty()),
                512,
                Duration.ofSeconds(10),
                Map.of(),
                Optional.of("live"),
                false,
                true,
                new Application.AsyncInvokeConfig(2, Duration.ofHours(6), Optional.empty()));
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
