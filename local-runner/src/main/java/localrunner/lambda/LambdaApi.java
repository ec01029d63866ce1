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
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.DirectInvoker;
import localrunner.invoke.FunctionDirectory;
import localrunner.invoke.FunctionName;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.invoke.InvalidRequestContentException;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.InvocationType;
import localrunner.invoke.RequestTooLargeException;
import localrunner.invoke.RequestValidationException;
import localrunner.invoke.TooManyRequestsException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers Lambda's Invoke (AWS Lambda API Reference, Invoke), and hands requests for aliases to {@link Aliases}.
 * Thread-safe.
 */
public final class LambdaApi implements EdgeService {

    private static final Pattern INVOCATIONS = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final Application application;
    private final FunctionDirectory directory;
    private final Aliases aliases;
    private final DirectInvoker invoker;
    private final AsyncInvoker asyncInvoker;
    private final Supplier<String> ids;

    /** @param ids for invocations that have none of their own, {@code Event} and {@code DryRun}, and for aliases */
    public LambdaApi(
            Application application,
            FunctionDirectory directory,
            DirectInvoker invoker,
            AsyncInvoker asyncInvoker,
            Supplier<String> ids) {
        this.application = application;
        this.directory = directory;
        aliases = new Aliases(directory, ids);
        this.invoker = invoker;
        this.asyncInvoker = asyncInvoker;
        this.ids = ids;
    }

    @Override
    public String name() {
        return "lambda";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
        try {
            if (Aliases.isFor(request)) {
                return aliases.handle(request);
            }
            Matcher path = INVOCATIONS.matcher(request.path());
            if (!request.method().equals("POST") || !path.matches()) {
                return unsupported(request);
            }
            return invoke(request, functionName(request, path.group(1)));
        } catch (FunctionNotFoundException
                | InvalidRequestContentException
                | RequestTooLargeException
                | TooManyRequestsException
                | IllegalArgumentException e) {
            return LambdaError.of(e).answer();
        }
    }

    private static EdgeResponse unsupported(EdgeRequest request) {
        return new LambdaError(
                        404,
                        "UnknownOperationException",
                        "'%s %s' is not supported by the local runner. Supported: Invoke (POST /2015-03-31/functions/<name>/invocations), DeleteAlias, CreateAlias"
                                .formatted(request.method(), request.path()))
                .answer();
    }

    private static FunctionName functionName(EdgeRequest request, String segment) {
        return FunctionName.of(
                PathSegment.decoded(segment),
                Optional.ofNullable(request.queryParameters().get("Qualifier"))
                        .filter(qualifier -> !qualifier.isEmpty()));
    }

    private EdgeResponse invoke(EdgeRequest request, FunctionName function) throws InterruptedException {
        InvocationType type = type(request);
        DirectInvoker.Options options = new DirectInvoker.Options(clientContext(request), wantsLog(request));
        try {
            var _ = directory.find(function.qualified());
            return invoke(request, function.qualified(), type, options);
        } catch (FunctionNotFoundException e) {
            throw new FunctionNotFoundException(function.arn(application));
        }
    }

    private EdgeResponse invoke(
            EdgeRequest request, String function, InvocationType type, DirectInvoker.Options options)
            throws InterruptedException {
        String payload = type.read(payload(request));
        return switch (type) {
            case REQUEST_RESPONSE -> answered(invoker.invoke(function, payload, options));
            case EVENT -> {
                asyncInvoker.enqueue(function, payload);
                yield empty(202);
            }
            case DRY_RUN -> empty(204);
        };
    }

    private static InvocationType type(EdgeRequest request) {
        String header = request.header("X-Amz-Invocation-Type").orElse("RequestResponse");
        return InvocationType.of(header)
                .orElseThrow(() -> new RequestValidationException(
                        header,
                        "invocationType",
                        "Member must satisfy enum value set: [Event, RequestResponse, DryRun]"));
    }

    private static boolean wantsLog(EdgeRequest request) {
        String header = request.header("X-Amz-Log-Type").orElse("None");
        return switch (header) {
            case "None" -> false;
            case "Tail" -> true;
            default ->
                throw new RequestValidationException(
                        header, "logType", "Member must satisfy enum value set: [None, Tail]");
        };
    }

    /** The client context as JSON text. */
    private static Optional<String> clientContext(EdgeRequest request) {
        return request.header("X-Amz-Client-Context").map(LambdaApi::decoded);
    }

    private static String decoded(String clientContext) {
        try {
            byte[] json = Base64.getDecoder().decode(clientContext);
            JsonMapper.shared().readTree(json);
            return new String(json, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | JacksonException e) {
            throw InvalidRequestContentException.clientContextIsNotJson(e);
        }
    }

    private static EdgeResponse answered(DirectInvoker.Answer answer) {
        InvocationResult result = answer.result();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Amzn-RequestId", result.requestId());
        headers.put("X-Amz-Executed-Version", result.executedVersion());
        result.functionError().ifPresent(error -> headers.put("X-Amz-Function-Error", error));
        answer.logTail()
                .ifPresent(log -> headers.put(
                        "X-Amz-Log-Result", Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8))));
        return new EdgeResponse(200, headers, result.payload().getBytes(StandardCharsets.UTF_8));
    }

    private EdgeResponse empty(int status) {
        return new EdgeResponse(status, Map.of("X-Amzn-RequestId", ids.get()), new byte[0]);
    }

    /** A call without a payload gives the function an empty object. */
    private static byte[] payload(EdgeRequest request) {
        byte[] body = request.body();
        return body.length == 0 ? EMPTY_OBJECT : body;
    }
}
