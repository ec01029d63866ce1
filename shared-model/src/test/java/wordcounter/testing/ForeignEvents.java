package wordcounter.testing;

import java.util.stream.Stream;

/**
 * Events that no function of ours is sent, but that somebody may try: the console's default test event, another
 * service's.
 */
public final class ForeignEvents {

    private ForeignEvents() {}

    /** For {@code @MethodSource}. */
    public static Stream<String> all() {
        return Stream.of(
                """
                {"key1":"value1","key2":"value2","key3":"value3"}""",
                "{}",
                "null",
                "[]",
                "\"text\"",
                "",
                """
                {"Records":null}""",
                """
                {"Records":{}}""",
                """
                {"Records":[null]}""",
                """
                {"Records":[{}]}""",
                """
                {"Records":[{"Sns":null,"dynamodb":null}]}""",
                """
                {"Records":[{"Sns":{},"dynamodb":{}}]}""",
                """
                {"Records":[{"Sns":{"Message":null,"MessageId":null},"dynamodb":{"SequenceNumber":null,"NewImage":null}}]}""",
                """
                {"Records":[{"Sns":{"Message":1,"MessageId":2},"dynamodb":{"SequenceNumber":3,"NewImage":4}}]}""",
                """
                {"Records":[{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}""",
                """
                {"Records":[{"eventSource":"aws:sqs","messageId":"m","body":"hello"}]}""",
                """
                {"resource":null,"path":null,"httpMethod":null,"headers":null,"requestContext":null,"body":null}""",
                """
                {"resource":"/words","path":"/words","httpMethod":"GET","requestContext":{}}""",
                """
                {"resource":"/words","path":"/words","httpMethod":"GET","requestContext":{"requestId":7,"identity":8},"headers":9}""",
                """
                {"version":"2.0","routeKey":"GET /words","rawPath":"/words","requestContext":{"http":{"method":"GET"}}}""");
    }
}
