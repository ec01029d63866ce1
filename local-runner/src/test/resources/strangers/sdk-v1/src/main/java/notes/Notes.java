package notes;

import com.amazonaws.regions.Regions;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import java.util.Map;

/** Writes a note into the table, reads it, and tells the queue. */
public class Notes implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private final AmazonDynamoDB dynamoDb =
            AmazonDynamoDBClientBuilder.standard().withRegion(Regions.EU_WEST_1).build();
    private final AmazonSQS sqs = AmazonSQSClientBuilder.defaultClient();

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        String text = (String) ((Map<?, ?>) event.get("pathParameters")).get("text");
        String table = System.getenv("TABLE");
        dynamoDb.putItem(table, Map.of("id", new AttributeValue("1"), "text", new AttributeValue(text)));
        String stored = dynamoDb.getItem(table, Map.of("id", new AttributeValue("1")))
                .getItem()
                .get("text")
                .getS();
        String queue = sqs.getQueueUrl(System.getenv("QUEUE")).getQueueUrl();
        sqs.sendMessage(queue, stored);
        return Map.of("statusCode", 200, "body", stored + " in " + queue);
    }
}
