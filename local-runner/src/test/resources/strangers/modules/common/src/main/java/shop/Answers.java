package shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** What both functions share: the form of an answer, and the interface. */
public abstract class Answers implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    protected abstract String text();

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        return Map.of("statusCode", 200, "body", text());
    }
}
