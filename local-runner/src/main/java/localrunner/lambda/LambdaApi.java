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
import localrunner.invoke.FunctionNotFoundException;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.TooManyRequestsException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda's Invoke (AWS Lambda API Reference, Invoke), and two operations that take a function away and put it back, see
 * {@link Aliases}.
 *
 * <p>Payloads are limited as on AWS: 6 MB, and 1 MB with {@code Event} (AWS Lambda Developer Guide, "Lambda quotas").
 * With {@code LogType: Tail} the answer's log says that logs are on the runner's console. Thread-safe.
 */
public final class LambdaApi implements EdgeService {

    private static final Pattern INVOCATIONS = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
    private static final int LARGEST_PAYLOAD_BYTES = 6 * 1024 * 1024;
    private static final int LARGEST_EVENT_BYTES = 1024 * 1024;
    private static final String LOG = Base64.getEncoder()
            .encodeToString("Logs are on the local runner's console.\n".getBytes(StandardCharsets.UTF_8));

    /** Trailing text makes a payload invalid, as it does on AWS. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

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
            return new AwsError(
                            404,
                            "UnknownOperationException",
                            "'%s %s' is not supported by the local runner. Supported: Invoke (POST /2015-03-31/functions/<name>/invocations), DeleteAlias, CreateAlias"
                                    .formatted(request.method(), request.path()))
                    .restJson();
        }
        FunctionName function;
        try {
            function = FunctionName.of(
                    FunctionName.decoded(path.group(1)),
                    Optional.ofNullable(request.queryParameters().get("Qualifier"))
                            .filter(qualifier -> !qualifier.isEmpty()));
        } catch (IllegalArgumentException e) {
            return new AwsError(400, "InvalidParameterValueException", String.valueOf(e.getMessage())).restJson();
        }
        try {
            return invoke(request, function);
        } catch (FunctionNotFoundException e) {
            return new AwsError(404, "ResourceNotFoundException", "Function not found: " + function.arn(application))
                    .restJson();
        } catch (TooManyRequestsException e) {
            return new AwsError(429, "TooManyRequestsException", String.valueOf(e.getMessage())).restJson();
        }
    }

    private EdgeResponse alias(EdgeRequest request) {
        try {
            return aliases.handle(request);
        } catch (IllegalArgumentException e) {
            return new AwsError(400, "InvalidParameterValueException", String.valueOf(e.getMessage())).restJson();
        } catch (FunctionNotFoundException e) {
            return new AwsError(404, "ResourceNotFoundException", String.valueOf(e.getMessage())).restJson();
        }
    }

    private EdgeResponse invoke(EdgeRequest request, FunctionName function) throws InterruptedException {
        String type = request.header("X-Amz-Invocation-Type").orElse("RequestResponse");
        var _ = directory.find(function.qualified());
        Optional<EdgeResponse> refused =
                refusal(request, type.equals("Event") ? LARGEST_EVENT_BYTES : LARGEST_PAYLOAD_BYTES);
        if (refused.isPresent()) {
            return refused.get();
        }
        return switch (type) {
            case "RequestResponse" -> answered(request, invoker.invoke(function.qualified(), payload(request)));
            case "Event" -> {
                asyncInvoker.enqueue(function.qualified(), payload(request));
                yield empty(202);
            }
            case "DryRun" -> empty(204);
            default ->
                new AwsError(
                                400,
                                "InvalidParameterValueException",
                                "X-Amz-Invocation-Type must be RequestResponse, Event or DryRun: " + type)
                        .restJson();
        };
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

    /** A call without payload gives the function an empty object. */
    private static String payload(EdgeRequest request) {
        String text = request.bodyText();
        return text.isBlank() ? "{}" : text;
    }

    private static Optional<EdgeResponse> refusal(EdgeRequest request, int largestBytes) {
        int bytes = request.body().length;
        if (bytes > largestBytes) {
            return Optional.of(new AwsError(
                            413,
                            "RequestTooLargeException",
                            "Request must be smaller than %d bytes for the InvokeFunction operation: it has %d"
                                    .formatted(largestBytes, bytes))
                    .restJson());
        }
        try {
            JSON.readTree(payload(request));
            return Optional.empty();
        } catch (JacksonException e) {
            return Optional.of(new AwsError(
                            400,
                            "InvalidRequestContentException",
                            "Could not parse request body into json: " + e.getOriginalMessage())
                    .restJson());
        }
    }
}
