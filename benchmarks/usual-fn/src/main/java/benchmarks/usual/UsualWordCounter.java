package benchmarks.usual;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sns.SnsClient;

/** Counts the words of a text, one UpdateItem after the other, and publishes the text. */
public final class UsualWordCounter
        implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}']+");

    private final DynamoDbClient dynamoDb = DynamoDbClient.create();
    private final SnsClient sns = SnsClient.create();
    private final String table = System.getenv("WORD_COUNTS_TABLE");
    private final String topic = System.getenv("TOPIC_ARN");

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent request, Context context) {
        String text = text(request);
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            String word = words.group();
            dynamoDb.updateItem(update -> update.tableName(table)
                    .key(Map.of("word", AttributeValue.fromS(word)))
                    .updateExpression("ADD #count :one")
                    .expressionAttributeNames(Map.of("#count", "count"))
                    .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
        }
        sns.publish(message -> message.topicArn(topic).message(text));
        return new APIGatewayProxyResponseEvent().withStatusCode(202).withBody("{\"accepted\":true}");
    }

    private static String text(APIGatewayProxyRequestEvent request) {
        return Boolean.TRUE.equals(request.getIsBase64Encoded())
                ? new String(Base64.getDecoder().decode(request.getBody()), StandardCharsets.UTF_8)
                : request.getBody();
    }
}
