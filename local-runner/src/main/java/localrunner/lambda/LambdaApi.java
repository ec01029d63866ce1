package localrunner.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.FunctionDirectory;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.FunctionName;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.invoke.InvalidRequestContentException;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.InvocationType;
import localrunner.invoke.RequestTooLargeException;
import localrunner.invoke.TooManyRequestsException;

/**
 * Answers Lambda's Invoke (AWS Lambda API Reference, Invoke), and hands requests for aliases to {@link Aliases}.
 *
 * <p>With {@code LogType: Tail} the answer's log says that logs are on the runner's console. Thread-safe.
 */
public final class LambdaApi implements EdgeService {

    private static final Pattern INVOCATIONS = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
    private static final String LOG = Base64.getEncoder()
            .encodeToString("Logs are on the local runner's console.\n".getBytes(StandardCharsets.UTF_8));

    private final Application application;
    private final FunctionDirectory directory;
    private final Aliases aliases;
    private final FunctionInvoker invoker;
    private final AsyncInvoker asyncInvoker;
    private final Supplier<String> requestIds;

    /** @param requestIds for invocations that have none of their own: {@code Event} and {@code DryRun} */
    public LambdaApi(
            Application application,
            FunctionDirectory directory,
            FunctionInvoker invoker,
            AsyncInvoker asyncInvoker,
            Supplier<String> requestIds) {
        this.application = application;
        this.directory = directory;
        aliases = new Aliases(directory);
        this.invoker = invoker;
        this.asyncInvoker = asyncInvoker;
        this.requestIds = requestIds;
    }

    @Override
    public String name() {
        return "lambda";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
        if (Aliases.isFor(request)) {
            return alias(request);
        }
        Matcher path = INVOCATIONS.matcher(request.path());
        if (!request.method().equals("POST") || !path.matches()) {
            return unsupported(request);
        }
        FunctionName function;
        InvocationType type;
        try {
            function = functionName(request, path.group(1));
            type = type(request);
        } catch (IllegalArgumentException e) {
            return error(400, "InvalidParameterValueException", e);
        }
        return invoke(request, function, type);
    }

    private EdgeResponse alias(EdgeRequest request) {
        try {
            return aliases.handle(request);
        } catch (IllegalArgumentException e) {
            return error(400, "InvalidParameterValueException", e);
        } catch (FunctionNotFoundException e) {
            return error(404, "ResourceNotFoundException", e);
        }
    }

    private static EdgeResponse unsupported(EdgeRequest request) {
        return new AwsError(
                        404,
                        "UnknownOperationException",
                        "'%s %s' is not supported by the local runner. Supported: Invoke (POST /2015-03-31/functions/<name>/invocations), DeleteAlias, CreateAlias"
                                .formatted(request.method(), request.path()))
                .restJson();
    }

    private static EdgeResponse error(int status, String code, RuntimeException cause) {
        return new AwsError(status, code, String.valueOf(cause.getMessage())).restJson();
    }

    private static FunctionName functionName(EdgeRequest request, String segment) {
        return FunctionName.of(
                PathSegment.decoded(segment),
                Optional.ofNullable(request.queryParameters().get("Qualifier"))
                        .filter(qualifier -> !qualifier.isEmpty()));
    }

    private EdgeResponse invoke(EdgeRequest request, FunctionName function, InvocationType type)
            throws InterruptedException {
        try {
            var _ = directory.find(function.qualified());
            return invoke(request, function.qualified(), type);
        } catch (FunctionNotFoundException e) {
            return error(404, "ResourceNotFoundException", new FunctionNotFoundException(function.arn(application)));
        } catch (InvalidRequestContentException e) {
            return error(400, "InvalidRequestContentException", e);
        } catch (RequestTooLargeException e) {
            return error(413, "RequestTooLargeException", e);
        } catch (TooManyRequestsException e) {
            return error(429, "TooManyRequestsException", e);
        }
    }

    private EdgeResponse invoke(EdgeRequest request, String function, InvocationType type) throws InterruptedException {
        String payload = payload(request);
        return switch (type) {
            case REQUEST_RESPONSE -> {
                type.check(payload);
                yield answered(request, invoker.invoke(function, payload));
            }
            case EVENT -> {
                asyncInvoker.enqueue(function, payload);
                yield empty(202);
            }
            case DRY_RUN -> {
                type.check(payload);
                yield empty(204);
            }
        };
    }

    private static InvocationType type(EdgeRequest request) {
        String header = request.header("X-Amz-Invocation-Type").orElse("RequestResponse");
        return InvocationType.of(header)
                .orElseThrow(() -> new IllegalArgumentException(
                        "X-Amz-Invocation-Type must be RequestResponse, Event or DryRun: " + header));
    }

    private static EdgeResponse answered(EdgeRequest request, InvocationResult result) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Amzn-RequestId", result.requestId());
        headers.put("X-Amz-Executed-Version", result.executedVersion());
        result.functionError().ifPresent(error -> headers.put("X-Amz-Function-Error", error));
        if (request.header("X-Amz-Log-Type").orElse("None").equals("Tail")) {
            headers.put("X-Amz-Log-Result", LOG);
        }
        return new EdgeResponse(200, headers, result.payload().getBytes(StandardCharsets.UTF_8));
    }

    private EdgeResponse empty(int status) {
        return new EdgeResponse(status, Map.of("X-Amzn-RequestId", requestIds.get()), new byte[0]);
    }

    /** A call without a payload gives the function an empty object. */
    private static String payload(EdgeRequest request) {
        String text = request.bodyText();
        return text.isBlank() ? "{}" : text;
    }
}
