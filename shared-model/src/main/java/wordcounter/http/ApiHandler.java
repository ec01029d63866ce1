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
import wordcounter.runtime.Deadline;
import wordcounter.runtime.DeadlineExceededException;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Priming;
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;

/**
 * A function behind API Gateway. It reads the request from the event, hands it to the {@link Endpoint} of its route,
 * and writes what that answers.
 *
 * <p>A {@link ProblemException} becomes the answer it stands for. Any other exception is answered with 503 when a
 * repetition can help, and with 500 when it can't. It is never thrown on: API Gateway would answer 502 without a word,
 * and the client would not know what to do.
 */
public abstract class ApiHandler implements RequestStreamHandler {

    /** The longest that a call takes which was begun just before the deadline, and a second for the answer. */
    private static final Duration TIME_TO_ANSWER = AwsClients.CALL_TIMEOUT.plusSeconds(1);

    private final Map<String, Endpoint> routes;
    private final Clock clock;
    private final JsonLog log;
    private final TraceContexts traces;

    /** @param routes each endpoint by its method and resource as the template names them, {@code GET /words/{word}} */
    protected ApiHandler(Map<String, Endpoint> routes, TraceContexts traces, Clock clock, JsonLog log) {
        this.routes = Map.copyOf(routes);
        this.traces = traces;
        this.clock = clock;
        this.log = log;
    }

    public final JsonLog log() {
        return log;
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        log.begin(context);
        try {
            output.write(answer(input, Deadline.of(context, clock, TIME_TO_ANSWER))
                    .toJson()
                    .getBytes(StandardCharsets.UTF_8));
        } finally {
            log.metrics().write(context.getAwsRequestId());
        }
    }

    /**
     * The answer to API Gateway's event. Whatever it is, it says in which trace the request is, and by which hop it was answered.
     *
     * @throws wordcounter.json.InvalidJsonException when the event is not one of API Gateway's
     */
    private ApiResponse answer(InputStream event, Instant deadline) {
        ApiRequest request = ApiRequest.of(JsonObject.parse(event), traces);
        return answer(request, deadline)
                .withHeader(TraceContext.TRACEPARENT, request.trace().traceparent());
    }

    private ApiResponse answer(ApiRequest request, Instant deadline) {
        try {
            return endpoint(request).handle(request, deadline).notModifiedFor(request);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            Map<String, Object> fields = request.logFields();
            e.eventId().ifPresent(id -> fields.put("eventId", id));
            fields.put("problem", problem.type());
            log.info("refused", fields);
            return ApiResponse.problem(problem);
        } catch (RuntimeException e) {
            log.error("failed", request.logFields(), e);
            return ApiResponse.problem(problem(e));
        }
    }

    /**
     * Answers the event in a file beside the handler's class, so that a twin of the handler has run once before the
     * snapshot.
     *
     * @throws IllegalStateException when the answer has another status, so that not all of the way was gone
     */
    protected final void prime(String resource, int expectedStatus) throws IOException {
        Priming.run(getClass(), resource, clock, (event, deadline) -> {
            ApiResponse response = answer(event, deadline);
            if (response.statusCode() != expectedStatus) {
                throw new IllegalStateException(resource + " was answered with " + response.statusCode());
            }
        });
    }

    private Endpoint endpoint(ApiRequest request) {
        Endpoint endpoint = routes.get(request.method() + " " + request.resource());
        if (endpoint == null) {
            throw new ProblemException(Problem.Type.NOT_FOUND, "There is no such route.");
        }
        return endpoint;
    }

    private static Problem problem(RuntimeException failure) {
        boolean mayPass = switch (failure) {
            case SdkServiceException answer -> answer.isThrottlingException() || answer.statusCode() >= 500;
            case SdkClientException _, UncheckedIOException _ -> true; // there was no answer
            case DeadlineExceededException _ -> true;
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
