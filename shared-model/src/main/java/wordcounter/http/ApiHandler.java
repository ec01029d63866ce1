package wordcounter.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import wordcounter.json.JsonObject;
import wordcounter.runtime.JsonLog;

/** A function behind API Gateway: event in, {@link #handle}, response or problem out. */
public abstract class ApiHandler implements RequestStreamHandler {

    private final JsonLog log;

    protected ApiHandler(JsonLog log) {
        this.log = log;
    }

    /** @throws ProblemException to answer with a problem instead */
    protected abstract ApiResponse handle(ApiRequest request, Context context);

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        ApiRequest request = ApiRequest.of(JsonObject.parse(input));
        output.write(answer(request, context).toJson().getBytes(StandardCharsets.UTF_8));
    }

    private ApiResponse answer(ApiRequest request, Context context) {
        try {
            return handle(request, context);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            log.info("refused", Map.of("correlationId", request.requestId(), "problem", problem.type()));
            return ApiResponse.problem(problem);
        }
    }
}
