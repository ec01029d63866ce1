package notes;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Writes a note into the table by one HTTP client, reads it by another, and tells the queue. */
public class Notes implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private final DynamoDbClient byApache = DynamoDbClient.builder()
            .region(Region.EU_WEST_1)
            .httpClient(ApacheHttpClient.create())
            .build();
    private final DynamoDbClient byUrlConnection = DynamoDbClient.builder()
            .region(Region.EU_WEST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    private final SqsClient sqs =
            SqsClient.builder().httpClient(ApacheHttpClient.create()).build();

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        String text = (String) ((Map<?, ?>) event.get("pathParameters")).get("text");
        if (event.get("resource").equals("/objects/{text}")) {
            return Map.of("statusCode", 200, "body", asynchronously());
        }
        String table = System.getenv("TABLE");
        byApache.putItem(request -> request.tableName(table)
                .item(Map.of(
                        "id", AttributeValue.builder().s("1").build(),
                        "text", AttributeValue.builder().s(text).build())));
        String stored = byUrlConnection
                .getItem(request -> request.tableName(table)
                        .key(Map.of("id", AttributeValue.builder().s("1").build())))
                .item()
                .get("text")
                .s();
        String queue = sqs.getQueueUrl(request -> request.queueName(System.getenv("QUEUE")))
                .queueUrl();
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody(stored));
        return Map.of("statusCode", 200, "body", stored + " in " + queue);
    }

    /** The asynchronous client of this version uses no proxy unless it is told to. */
    private static String asynchronously() {
        try (DynamoDbAsyncClient client = DynamoDbAsyncClient.create()) {
            client.listTables().join();
            return "reached AWS";
        } catch (CompletionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof UnknownHostException) {
                    return cause.getMessage();
                }
            }
            return e.toString();
        }
    }
}
