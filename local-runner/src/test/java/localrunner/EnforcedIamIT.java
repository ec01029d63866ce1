package localrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import localrunner.console.RecordingConsole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole runner that enforces permissions, with a function that lacks most of what it would need. */
class EnforcedIamIT {

    private static final RecordingConsole CONSOLE = new RecordingConsole();

    @TempDir
    static Path project;

    private static HttpClient http;
    private static LocalRunner runner;

    @BeforeAll
    static void start() throws Exception {
        http = HttpClient.newHttpClient();
        runner = FixtureRunner.start(project, "powerless.yaml", 1, 1, CONSOLE);
    }

    @AfterAll
    static void stop() {
        runner.close();
        http.close();
    }

    @Test
    void call_shouldBeRefused_whenTheFunctionsRoleLacksThePermission() throws Exception {
        String put = "{\"TableName\":\"app-Entries\",\"Item\":{\"id\":{\"S\":\"a\"}}}";
        String get = put.replace("Item", "Key");

        HttpResponse<String> refused = dynamoDb("localPowerless", "PutItem", put);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("AccessDeniedException")
                .contains("User: arn:aws:sts::000000000000:assumed-role/app-ReadersRole/app-Powerless is not authorized"
                        + " to perform: dynamodb:PutItem on resource:"
                        + " arn:aws:dynamodb:us-east-1:000000000000:table/app-Entries because no identity-based policy"
                        + " allows the dynamodb:PutItem action");
        assertThat(dynamoDb("localPowerless", "GetItem", get).statusCode()).isEqualTo(200);
        assertThat(dynamoDb("anybody", "PutItem", put).statusCode())
                .as("who is no function is not asked")
                .isEqualTo(200);
    }

    @Test
    void queue_shouldNotBeReceivedFrom_whenTheFunctionsRoleLacksThePermission() {
        assertThat(CONSOLE.lines())
                .anyMatch(line -> line.startsWith("PowerlessTaken")
                        && line.contains(
                                "The provided execution role does not have permissions to call ReceiveMessage on SQS"));
    }

    @Test
    void event_shouldBeDropped_whenTheFunctionsRoleMayNotSendToItsDestination() throws Exception {
        HttpResponse<String> accepted = http.send(
                request("lambda", "anybody")
                        .uri(runner.edge().resolve("/2015-03-31/functions/app-Powerless:live/invocations"))
                        .header("X-Amz-Invocation-Type", "Event")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(accepted.statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(CONSOLE.lines())
                        .anyMatch(line -> line.startsWith("Powerless")
                                && line.contains("dropped, as")
                                && line.contains("is not authorized to perform: sqs:SendMessage")));
    }

    private static HttpResponse<String> dynamoDb(String accessKeyId, String operation, String body) throws Exception {
        return http.send(
                request("dynamodb", accessKeyId)
                        .uri(runner.edge())
                        .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String service, String accessKeyId) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1"))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/20260101/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=fe5f80");
    }
}
