package localrunner.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import localrunner.application.Application.Api;
import localrunner.application.Application.ApiKey;
import localrunner.application.Application.FunctionTarget;
import localrunner.application.Application.Route;
import localrunner.application.Application.Throttle;
import localrunner.application.Application.UsagePlan;
import localrunner.application.SqsIntegration;
import localrunner.console.Console;
import localrunner.edge.EdgeService;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.gateway.ProxyAnswer.Accepted;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.RequestTooLargeException;
import localrunner.service.ServiceContext;
import localrunner.time.Time;
import tools.jackson.databind.json.JsonMapper;

/**
 * A REST API with Lambda proxy integrations, and direct ones with SQS. It knows nothing of the server that speaks HTTP.
 *
 * <p>AWS document "Handling Lambda errors in API Gateway" (Lambda developer guide): 500 when Lambda rejects the
 * invocation (throttled, no such function), 502 when the function fails or its answer has the wrong form, 504 after the
 * integration timeout of 29 seconds. A body has at most 10 MB ("Amazon API Gateway quotas"), and the event that is made
 * of it at most the 6 MB that Lambda takes: 413 above either. Thread-safe.
 */
final class RestApi {

    static final int MAXIMUM_BODY_BYTES = 10 * 1024 * 1024;
    static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(29);

    /** How much of a function's answer a warning quotes, in characters. */
    private static final int LONGEST_QUOTE = 500;

    private final Api api;
    private final FunctionInvoker functions;
    private final SqsIntegrationCall sqs;
    private final ServiceContext context;
    private final Time time;
    private final Console console;
    private final RouteTable routes;
    private final ProxyEvent events;
    private final Map<String, KeyLimits> limitsByKey;
    private final Map<Route, TokenBucket> methods;
    private final Set<Thread> invocations = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RestApi(Api api, GatewaySettings settings, FunctionInvoker functions, EdgeService sqs, ServiceContext context) {
        this.api = api;
        this.functions = functions;
        this.sqs = new SqsIntegrationCall(sqs);
        this.context = context;
        time = context.time();
        console = context.console();
        routes = new RouteTable(api.stageName(), api.routes());
        events = new ProxyEvent(api, settings.region());
        limitsByKey = limitsByKey(api, settings.apiKey());
        Map<Route, TokenBucket> buckets = new HashMap<>();
        for (Route route : api.routes()) {
            api.methodThrottles().of(route).ifPresent(throttle -> buckets.put(route, new TokenBucket(throttle, time)));
        }
        methods = Map.copyOf(buckets);
    }

    /** The keys that open the API: each enabled one of its plans. An API without a plan takes the user's key, at any rate. */
    private Map<String, KeyLimits> limitsByKey(Api served, String usersKey) {
        if (served.usagePlans().isEmpty()) {
            return Map.of(
                    usersKey, new KeyLimits(new TokenBucket(Throttle.OF_THE_ACCOUNT, time), Optional.empty(), time));
        }
        Map<String, KeyLimits> limits = new HashMap<>();
        for (UsagePlan plan : served.usagePlans()) {
            plan.keys().stream()
                    .filter(ApiKey::enabled)
                    .forEach(key -> limits.putIfAbsent(key.value().orElse(usersKey), new KeyLimits(plan, time)));
        }
        return Map.copyOf(limits);
    }

    /** @throws InterruptedException when the gateway is being closed */
    GatewayAnswer handle(GatewayRequest request) throws InterruptedException {
        if (request.body().size() > MAXIMUM_BODY_BYTES) {
            return GatewayAnswer.bodyTooLong(MAXIMUM_BODY_BYTES);
        }
        Instant came = time.now();
        long began = System.nanoTime();
        ProxyEvent.Ids ids = ProxyEvent.Ids.of(context.ids().get(), time.now(), request.header("X-Amzn-Trace-Id"));
        Optional<RouteTable.Match> match =
                wellFormed(request) ? routes.find(request.method(), request.path()) : Optional.empty();
        Optional<String> route =
                match.map(found -> found.route().method() + " " + found.route().path());
        String line = request.method() + " " + request.path();
        context.facts()
                .tell(new Fact.Requested(
                        came,
                        api.logicalId(),
                        ids.requestId(),
                        request.query().isEmpty() ? line : line + "?" + request.query(),
                        route,
                        request.body().payload(request.header("Content-Type").orElse(""))));
        Cause cause = Cause.current().next(ids.requestId(), "route:" + api.logicalId() + " " + route.orElse(line));
        GatewayAnswer answer = cause.call(() -> answer(request, match, ids));
        context.facts()
                .tell(new Fact.Answered(
                        came,
                        api.logicalId(),
                        api.name(),
                        api.stageName(),
                        ids.requestId(),
                        line,
                        answer.status(),
                        Duration.ofNanos(System.nanoTime() - began),
                        answer.body().payload(answer.header("Content-Type").orElse(""))));
        return answer.with("x-amzn-RequestId", ids.requestId())
                .with("x-amz-apigw-id", ids.extendedRequestId())
                .with("X-Amzn-Trace-Id", ids.traceId());
    }

    /** Interrupts the invocations that are under way. Nobody is told what becomes of them. */
    void close() {
        closed = true;
        invocations.forEach(Thread::interrupt);
    }

    private static boolean wellFormed(GatewayRequest request) {
        return !PercentEncoding.isBroken(request.path()) && !PercentEncoding.isBroken(request.query());
    }

    private GatewayAnswer answer(GatewayRequest request, Optional<RouteTable.Match> match, ProxyEvent.Ids ids)
            throws InterruptedException {
        if (!wellFormed(request)) {
            return GatewayAnswer.badRequest();
        }
        if (match.isEmpty()) {
            return GatewayAnswer.missingAuthenticationToken();
        }
        Route route = match.get().route();
        Optional<String> usedKey = route.apiKeyRequired()
                ? request.header("x-api-key").filter(limitsByKey::containsKey)
                : Optional.empty();
        if (route.apiKeyRequired() && usedKey.isEmpty()) {
            return GatewayAnswer.forbidden();
        }
        Optional<GatewayAnswer> refusal = limit(route, usedKey);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        String event = events.write(request, match.get(), usedKey, ids, time.now());
        return switch (route.target()) {
            case FunctionTarget(String functionArn) -> invoke(route, functionArn, event, accepted(request));
            case SqsIntegration integration -> callSqs(route, integration, call(request, event));
        };
    }

    /** Counts the request against the key's limits, if its route takes a key, and then against the method's. */
    private Optional<GatewayAnswer> limit(Route route, Optional<String> usedKey) {
        KeyLimits.Decision decision =
                usedKey.map(limitsByKey::get).map(KeyLimits::take).orElse(KeyLimits.Decision.ALLOWED);
        return switch (decision) {
            case THROTTLED -> Optional.of(GatewayAnswer.tooManyRequests());
            case QUOTA_EXCEEDED -> Optional.of(GatewayAnswer.limitExceeded());
            case ALLOWED ->
                methods.containsKey(route) && !methods.get(route).take()
                        ? Optional.of(GatewayAnswer.tooManyRequests())
                        : Optional.empty();
        };
    }

    /** The first media type of the Accept header decides. AWS document "Content type conversions in API Gateway". */
    private Accepted accepted(GatewayRequest request) {
        String mediaType = request.header("Accept").orElse("application/json").split(",", 2)[0];
        return ProxyEvent.isBinary(api, mediaType) ? Accepted.BINARY : Accepted.TEXT;
    }

    /** The first accepted media type decides which template the answer has. */
    private SqsIntegrationCall.Call call(GatewayRequest request, String event) {
        String contentType =
                SqsIntegrationCall.mediaType(request.header("Content-Type").orElse("application/json"));
        String accept = request.header("Accept").orElse("application/json").split(",", 2)[0];
        return new SqsIntegrationCall.Call(
                JsonMapper.shared().readTree(event),
                request.body(),
                contentType,
                ProxyEvent.isBinary(api, contentType),
                SqsIntegrationCall.mediaType(accept));
    }

    private GatewayAnswer callSqs(Route route, SqsIntegration integration, SqsIntegrationCall.Call call)
            throws InterruptedException {
        try {
            return sqs.answer(integration, call);
        } catch (MappingException e) {
            console.warn(route.method() + " " + route.path(), "500: " + e.getMessage());
            return GatewayAnswer.invocationRejected();
        }
    }

    private GatewayAnswer invoke(Route route, String functionArn, String event, Accepted accepted)
            throws InterruptedException {
        String source = route.method() + " " + route.path();
        var outcome = new CompletableFuture<InvocationResult>();
        Cause cause = Cause.current();
        Thread invocation = Thread.ofVirtual()
                .name("api-invocation")
                .unstarted(() -> cause.run(() -> run(functionArn, event, outcome)));
        invocations.add(invocation);
        invocation.start();
        Time.Cancellable timeout = time.scheduleReal(
                INTEGRATION_TIMEOUT, () -> outcome.completeExceptionally(new IntegrationTimeoutException()));
        try {
            return answerOf(outcome.get(), source, functionArn, accepted);
        } catch (ExecutionException e) {
            return answerOf(e.getCause() == null ? e : e.getCause(), source, functionArn);
        } finally {
            timeout.cancel();
        }
    }

    private void run(String functionArn, String event, CompletableFuture<InvocationResult> outcome) {
        try {
            outcome.complete(functions.invoke(functionArn, event));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome.completeExceptionally(e);
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        } finally {
            invocations.remove(Thread.currentThread());
        }
    }

    private GatewayAnswer answerOf(InvocationResult result, String source, String functionArn, Accepted accepted) {
        if (result.failed()) {
            if (!closed) {
                console.warn(source, "502: " + functionArn + " failed: " + shortened(result.payload()));
            }
            return GatewayAnswer.functionFailed();
        }
        try {
            return ProxyAnswer.read(result.payload(), accepted);
        } catch (MalformedProxyAnswerException e) {
            console.warn(
                    source,
                    "502: the answer of " + functionArn + " is malformed: " + e.getMessage() + ". It was "
                            + shortened(result.payload()));
            return GatewayAnswer.functionFailed();
        }
    }

    private GatewayAnswer answerOf(Throwable failure, String source, String functionArn) {
        if (failure instanceof IntegrationTimeoutException) {
            console.warn(source, "504: " + functionArn + " has not answered within 29 seconds");
            return GatewayAnswer.timedOut();
        }
        if (failure instanceof RequestTooLargeException) {
            console.warn(
                    source,
                    "413: " + failure.getMessage()
                            + "; the event has headers and the body, which is a third longer in Base64");
            return GatewayAnswer.requestTooLong();
        }
        if (!closed) {
            String reason = Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
            console.warn(source, "500: " + functionArn + " could not be invoked: " + reason);
        }
        return GatewayAnswer.invocationRejected();
    }

    private static String shortened(String payload) {
        return payload.length() <= LONGEST_QUOTE ? payload : payload.substring(0, LONGEST_QUOTE) + "...";
    }

    private static final class IntegrationTimeoutException extends Exception {}
}
