package wordcounter.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.JsonLog;

/**
 * A function behind API Gateway: event in, {@link #handle}, response or problem out.
 *
 * <p>An exception is answered too, as 503 when a repetition can help and as 500 when not: what API Gateway makes of one itself
 * (502) tells a client nothing.
 */
public abstract class ApiHandler implements RequestStreamHandler {

    /** A call that was begun just before the deadline, and the answer. */
    private static final Duration TIME_TO_ANSWER = AwsClients.CALL_TIMEOUT.plusSeconds(1);

    private final Clock clock;
    private final JsonLog log;

    protected ApiHandler(Clock clock, JsonLog log) {
        this.clock = clock;
        this.log = log;
    }

    /**
     * Answers a request.
     *
     * @param deadline after which no call may be begun
     * @throws ProblemException to answer with a problem instead
     */
    protected abstract ApiResponse handle(ApiRequest request, Instant deadline);

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Instant deadline =
                clock.instant().plusMillis(context.getRemainingTimeInMillis()).minus(TIME_TO_ANSWER);
        output.write(answer(input, deadline).toJson().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The answer to API Gateway's event.
     *
     * @throws wordcounter.json.InvalidJsonException when the event is not one of API Gateway's
     */
    protected final ApiResponse answer(InputStream event, Instant deadline) {
        ApiRequest request = ApiRequest.of(JsonObject.parse(event));
        try {
            return handle(request, deadline).notModifiedFor(request);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            log.info("refused", Map.of("correlationId", request.requestId(), "problem", problem.type()));
            return ApiResponse.problem(problem);
        } catch (RuntimeException e) {
            log.error("failed", Map.of("correlationId", request.requestId()), e);
            return ApiResponse.problem(problem(e));
        }
    }

    private static Problem problem(RuntimeException failure) {
        boolean mayPass = switch (failure) {
            case SdkServiceException answer -> answer.isThrottlingException() || answer.statusCode() >= 500;
            case SdkClientException _, UncheckedIOException _ -> true; // there was no answer
            default -> false;
        };
        return mayPass
                ? new Problem(
                        Problem.Type.UNAVAILABLE,
                        "A service did not answer in time. Repeat the request after as many seconds as Retry-After says.")
                : new Problem(
                        Problem.Type.INTERNAL_ERROR,
                        "This is our mistake, and repeating the request will not help. It is in the log under the"
                                + " request's id, the header x-amzn-RequestId.");
    }
}
