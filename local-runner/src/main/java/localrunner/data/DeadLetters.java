package localrunner.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.Application.Function;
import localrunner.invoke.FunctionName;
import localrunner.invoke.RequestValidationException;
import localrunner.sqs.StoredMessage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells why a message is a dead letter, by the shapes that AWS and the runner give them.
 *
 * <p>A message of any other shape is none: a function or a client has put it where it is, and only the application knows
 * what it means. Immutable.
 */
public final class DeadLetters {

    private static final String NOTIFICATION = "Notification";
    private static final String UNSUBSCRIBE_URL = "UnsubscribeURL";
    private static final String SUBSCRIPTION_ARN = "SubscriptionArn=";

    private final Application application;
    private final Map<String, Function> functionsByName = new HashMap<>();

    public DeadLetters(Application application) {
        this.application = application;
        application.functions().forEach(function -> functionsByName.put(function.name(), function));
    }

    /** @param queue in which the message is */
    public Optional<DeadLetter> read(Application.Queue queue, StoredMessage message) {
        Optional<DeadLetter> redriven = message.source()
                .filter(source -> !source.equals(queue.name()))
                .flatMap(source -> application.queues().stream()
                        .filter(known -> known.name().equals(source))
                        .findFirst())
                .map(source -> new DeadLetter.OfQueue(source, message.received()));
        return redriven.or(() -> parsed(message.body()).flatMap(this::read));
    }

    private Optional<DeadLetter> read(ObjectNode body) {
        if (body.path("requestContext").has("functionArn")) {
            return body.has("DDBStreamBatchInfo") ? batch(body) : event(body);
        }
        if (body.path("Type").asString("").equals(NOTIFICATION) && body.has("TopicArn")) {
            return notification(body);
        }
        return scheduled(body);
    }

    private Optional<DeadLetter> event(ObjectNode body) {
        JsonNode context = body.path("requestContext");
        String arn = context.path("functionArn").asString("");
        if (!body.has("requestPayload")) {
            return Optional.empty();
        }
        return function(arn)
                .map(function -> new DeadLetter.OfFunction(
                        function,
                        arn,
                        context.path("requestId").asString(""),
                        context.path("condition").asString(""),
                        context.path("approximateInvokeCount").asInt(0),
                        error(body),
                        body.path("requestPayload").toString()));
    }

    private Optional<DeadLetter> batch(ObjectNode body) {
        JsonNode context = body.path("requestContext");
        JsonNode batch = body.path("DDBStreamBatchInfo");
        String arn = context.path("functionArn").asString("");
        String streamArn = batch.path("streamArn").asString("");
        return function(arn)
                .flatMap(function -> application.streamMappings().stream()
                        .filter(mapping -> mapping.functionArn().equals(arn))
                        .filter(mapping -> mapping.source().streamArn().equals(streamArn))
                        .findFirst()
                        .map(mapping -> new DeadLetter.OfStream(
                                mapping,
                                function,
                                context.path("requestId").asString(""),
                                context.path("condition").asString(""),
                                context.path("approximateInvokeCount").asInt(0),
                                error(body),
                                new DeadLetter.Batch(
                                        streamArn,
                                        batch.path("shardId").asString(""),
                                        batch.path("startSequenceNumber").asString(""),
                                        batch.path("endSequenceNumber").asString(""),
                                        batch.path("batchSize").asInt(0)))));
    }

    /** The error's type and message, or at least that there was one. */
    private static Optional<String> error(ObjectNode body) {
        JsonNode answer = body.path("responsePayload");
        String type = answer.path("errorType").asString("");
        String message = answer.path("errorMessage").asString("");
        if (type.isEmpty() && message.isEmpty()) {
            return body.path("responseContext").path("functionError").asStringOpt();
        }
        return Optional.of(type.isEmpty() || message.isEmpty() ? type + message : type + ": " + message);
    }

    /** The link by which a subscriber ends its subscription names it. */
    private Optional<DeadLetter> notification(ObjectNode body) {
        String topicArn = body.path("TopicArn").asString("");
        String link = body.path(UNSUBSCRIBE_URL).asString("");
        int begin = link.indexOf(SUBSCRIPTION_ARN);
        String arn = begin < 0
                ? ""
                : link.substring(begin + SUBSCRIPTION_ARN.length()).split("&", 2)[0];
        for (Application.Topic topic : application.topics()) {
            for (Application.Subscription subscription : topic.subscriptions()) {
                if (topic.arn().equals(topicArn) && subscription.arn().equals(arn)) {
                    return function(subscription.functionArn())
                            .map(function -> new DeadLetter.OfSubscription(topic, subscription, function, body));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<DeadLetter> scheduled(ObjectNode body) {
        List<String> resources = body.path("resources")
                .valueStream()
                .map(resource -> resource.asString(""))
                .toList();
        return application.schedules().stream()
                .filter(schedule -> resources.contains(schedule.arn()))
                .findFirst()
                .flatMap(schedule -> function(schedule.functionArn())
                        .map(function -> new DeadLetter.OfSchedule(schedule, function, body.toString())));
    }

    private Optional<Function> function(String arn) {
        try {
            return Optional.ofNullable(
                    functionsByName.get(FunctionName.of(arn, Optional.empty()).name()));
        } catch (RequestValidationException e) {
            return Optional.empty();
        }
    }

    private static Optional<ObjectNode> parsed(String body) {
        try {
            return JsonMapper.shared().readTree(body) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
