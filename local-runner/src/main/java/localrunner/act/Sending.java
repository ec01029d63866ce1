package localrunner.act;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;
import localrunner.data.JsonClient;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.facts.Payload;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.DirectInvoker;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.invoke.InvalidRequestContentException;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.InvocationType;
import localrunner.invoke.RequestTooLargeException;
import localrunner.invoke.TooManyRequestsException;
import localrunner.sqs.StoredMessage;
import localrunner.web.WebRefusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends events to routes, functions, topics and queues for a person. Thread-safe. */
final class Sending implements AutoCloseable {

    /** How much of an answer is shown. */
    static final int MOST_CHARACTERS = 256 * 1024;

    /** API Gateway gives up after 29 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String API_KEY = "x-api-key";

    /** Headers that belong to the connection, which the HTTP client makes itself. */
    private static final Set<String> OF_THE_CLIENT =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    /** Headers of an API's sample that API Gateway has added. */
    private static final Set<String> OF_THE_GATEWAY =
            Set.of("x-forwarded-for", "x-forwarded-port", "x-forwarded-proto");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Services services;
    private final Map<String, URI> apis;
    private final String apiKey;
    private final ByHand byHand;

    /** What events are sent to. */
    record Services(DirectInvoker functions, AsyncInvoker asyncFunctions, EdgeService sns, EdgeService sqs) {}

    /**
     * @param apis where each API answers, by logical id
     * @param apiKey what routes want that require a key, where the template gives none
     */
    Sending(Services services, Map<String, URI> apis, String apiKey, ByHand byHand) {
        this.services = services;
        this.apis = Map.copyOf(apis);
        this.apiKey = apiKey;
        this.byHand = byHand;
    }

    /**
     * Sends what a person has written.
     *
     * @param request {@code body} for all; {@code path} and {@code headers} for a route; {@code wait} for a function;
     *     {@code subject} for a topic; {@code attributes} for a topic or a queue
     * @throws WebRefusal when it is refused; the message says why
     */
    Sent send(Target target, ObjectNode request) throws InterruptedException {
        String body = text(request, "body").orElse("");
        return switch (target) {
            case Target.OfRoute route -> call(route, request, body);
            case Target.OfFunction(var function) ->
                invoke(function, body, request.path("wait").asBoolean(false));
            case Target.OfTopic(var topic) -> publish(topic, text(request, "subject"), body, attributes(request));
            case Target.OfQueue(var queue) -> enqueue(queue, body, attributes(request), Optional.empty());
        };
    }

    private static Optional<String> text(ObjectNode request, String member) {
        JsonNode value = request.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.isString() ? value.stringValue() : value.toString());
    }

    /** Attributes as <code>{"name":{"type":"String","value":"text"}}</code>. */
    private static Map<String, StoredMessage.Attribute> attributes(ObjectNode request) {
        Map<String, StoredMessage.Attribute> attributes = new LinkedHashMap<>();
        JsonNode given = request.path("attributes");
        if (!given.isMissingNode() && !given.isObject()) {
            throw new WebRefusal(
                    400, "attributes is an object such as {\"name\":{\"type\":\"String\",\"value\":\"text\"}}");
        }
        given.properties()
                .forEach(attribute -> attributes.put(
                        attribute.getKey(),
                        new StoredMessage.Attribute(
                                attribute.getValue().path("type").asString("String"),
                                attribute.getValue().path("value").asString(""))));
        return attributes;
    }

    private Sent call(Target.OfRoute target, ObjectNode request, String body) throws InterruptedException {
        Application.Route route = target.route();
        String path = text(request, "path").orElse(route.path());
        HttpRequest.Builder outgoing = HttpRequest.newBuilder(address(target, path))
                .timeout(PATIENCE)
                .method(
                        route.method().equals("ANY") ? text(request, "method").orElse("POST") : route.method(),
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        Map<String, String> headers = headers(request);
        if (route.apiKeyRequired() && headers.keySet().stream().noneMatch(API_KEY::equalsIgnoreCase)) {
            target.api().firstKey(apiKey).ifPresent(key -> headers.put(API_KEY, key));
        }
        try {
            headers.forEach(outgoing::setHeader);
        } catch (IllegalArgumentException e) {
            throw new WebRefusal(400, "a header can't be sent: " + e.getMessage());
        }
        try {
            HttpResponse<String> answer =
                    http.send(outgoing.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Sent(
                    answer.headers().firstValue("x-amzn-RequestId").orElse(""),
                    Optional.of(new Sent.Answer(
                            Optional.of(answer.statusCode()), answer.statusCode() >= 400, cut(answer.body()))));
        } catch (IOException e) {
            throw new WebRefusal(409, "the API gave no answer: " + e.getMessage());
        }
    }

    private URI address(Target.OfRoute target, String path) {
        if (!path.startsWith("/") || path.contains("{") || path.contains("}")) {
            throw new WebRefusal(
                    400,
                    "path is a path of %s with its parameters filled in, such as %s, not %s"
                            .formatted(target.id(), target.route().path().replaceAll("\\{[^}]*}", "hello"), path));
        }
        URI api = Optional.ofNullable(apis.get(target.api().logicalId()))
                .orElseThrow(() -> new WebRefusal(409, "the API " + target.api().logicalId() + " does not run"));
        try {
            return URI.create(api + path);
        } catch (IllegalArgumentException e) {
            throw new WebRefusal(400, "path is percent-encoded, such as /words/caf%C3%A9, not " + path);
        }
    }

    private static Map<String, String> headers(ObjectNode request) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonNode given = request.path("headers");
        if (!given.isMissingNode() && !given.isObject()) {
            throw new WebRefusal(400, "headers is an object such as {\"Content-Type\":\"application/json\"}");
        }
        for (Map.Entry<String, JsonNode> header : given.properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!OF_THE_CLIENT.contains(name) && !OF_THE_GATEWAY.contains(name)) {
                headers.put(header.getKey(), header.getValue().asString(""));
            }
        }
        return headers;
    }

    /**
     * Invokes a function.
     *
     * @param wait for the answer; else the event goes to Lambda's queue, with retries and a destination
     */
    Sent invoke(Application.Function function, String event, boolean wait) throws InterruptedException {
        String payload = event.isBlank() ? "{}" : event;
        String title = "invoke " + function.logicalId();
        try {
            if (!wait) {
                return new Sent(
                        byHand.begin(
                                function.logicalId(),
                                "invoke",
                                title,
                                Payload.json(payload),
                                () -> services.asyncFunctions().enqueue(function.invokedArn(), payload)),
                        Optional.empty());
            }
            InvocationType.REQUEST_RESPONSE.check(payload);
            Answered answered = new Answered();
            String id = byHand.begin(
                    function.logicalId(),
                    "invoke",
                    title,
                    Payload.json(payload),
                    () -> answered.result = Optional.of(services.functions()
                            .invoke(function.invokedArn(), payload, DirectInvoker.Options.NONE)
                            .result()));
            return new Sent(
                    id,
                    answered.result.map(
                            result -> new Sent.Answer(Optional.empty(), result.failed(), cut(result.payload()))));
        } catch (FunctionNotFoundException e) {
            throw new WebRefusal(409, function.logicalId() + " can't be invoked: its alias is not there");
        } catch (TooManyRequestsException e) {
            throw new WebRefusal(
                    409, function.logicalId() + " is throttled: too many of its invocations run, or a fault is on");
        } catch (InvalidRequestContentException | RequestTooLargeException e) {
            throw new WebRefusal(400, "the event can't be sent: " + e.getMessage());
        }
    }

    /** What a function that was waited for has answered. */
    private static final class Answered {
        private Optional<InvocationResult> result = Optional.empty();
    }

    Sent publish(
            Application.Topic topic,
            Optional<String> subject,
            String message,
            Map<String, StoredMessage.Attribute> attributes)
            throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "Publish");
        form.put("Version", "2010-03-31");
        form.put("TopicArn", topic.arn());
        form.put("Message", message);
        subject.filter(text -> !text.isEmpty()).ifPresent(text -> form.put("Subject", text));
        int entry = 1;
        for (Map.Entry<String, StoredMessage.Attribute> attribute : attributes.entrySet()) {
            String prefix = "MessageAttributes.entry." + entry++ + ".";
            form.put(prefix + "Name", attribute.getKey());
            form.put(prefix + "Value.DataType", attribute.getValue().type());
            form.put(
                    prefix + (attribute.getValue().isBinary() ? "Value.BinaryValue" : "Value.StringValue"),
                    attribute.getValue().value());
        }
        String id = byHand.begin(
                topic.logicalId(),
                "sns",
                "publish to " + topic.logicalId(),
                Payload.text(message),
                () -> callSns(form));
        return new Sent(id, Optional.empty());
    }

    private void callSns(Map<String, String> form) throws InterruptedException {
        var body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        EdgeResponse answer = services.sns()
                .handle(new EdgeRequest(
                        "POST",
                        "/",
                        "",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        body.toString().getBytes(StandardCharsets.UTF_8)));
        if (answer.status() >= 300) {
            String text = answer.bodyText();
            int begin = text.indexOf("<Message>");
            int end = text.indexOf("</Message>");
            throw new WebRefusal(
                    400, "SNS refuses it: " + (begin < 0 || end < begin ? text : text.substring(begin + 9, end)));
        }
    }

    Sent enqueue(
            Application.Queue queue,
            String body,
            Map<String, StoredMessage.Attribute> attributes,
            Optional<String> traceHeader)
            throws InterruptedException {
        ObjectNode request = JSON.createObjectNode()
                .put("QueueUrl", JsonClient.queueUrl(queue))
                .put("MessageBody", body);
        if (!attributes.isEmpty()) {
            ObjectNode all = request.putObject("MessageAttributes");
            attributes.forEach((name, attribute) -> all.putObject(name)
                    .put("DataType", attribute.type())
                    .put(attribute.isBinary() ? "BinaryValue" : "StringValue", attribute.value()));
        }
        traceHeader.ifPresent(header -> request.putObject("MessageSystemAttributes")
                .putObject("AWSTraceHeader")
                .put("DataType", "String")
                .put("StringValue", header));
        JsonClient sqs = JsonClient.ofSqs(services.sqs());
        String id = byHand.begin(
                queue.logicalId(),
                "sqs",
                "send to " + queue.logicalId(),
                Payload.text(body),
                () -> sqs.call("SendMessage", request));
        return new Sent(id, Optional.empty());
    }

    private static String cut(String text) {
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
