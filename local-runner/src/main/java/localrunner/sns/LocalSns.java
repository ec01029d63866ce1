package localrunner.sns;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localrunner.application.Application;
import localrunner.application.Application.Subscription;
import localrunner.application.Application.Topic;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.invoke.AsyncInvoker;
import localrunner.service.ServiceContext;

/**
 * SNS for an application's topics.
 *
 * <p>It speaks the AWS query protocol, as SDKs and the AWS CLI do with SNS: form-encoded requests, XML answers, version
 * 2010-03-31. {@code Publish} answers as soon as a message is accepted; {@link Deliveries} sees to the rest. Topics and
 * subscriptions are the template's, so actions that would change them are refused. Thread-safe.
 */
public final class LocalSns implements EdgeService, TopicPublisher, AutoCloseable {

    private static final int MAXIMUM_BATCH = 10;
    private static final int LONGEST_ENTRY_ID = 80;
    private static final String SUPPORTED =
            "Publish, PublishBatch, ListTopics, GetTopicAttributes, ListSubscriptions and ListSubscriptionsByTopic";

    /** How SNS retries HTTP endpoints by default. There are none here, and functions have another policy. */
    private static final String EFFECTIVE_DELIVERY_POLICY = """
            {"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,\
            "numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},\
            "disableSubscriptionOverrides":false,\
            "defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}""";

    private final Application application;
    private final ServiceContext context;
    private final Deliveries deliveries;

    public LocalSns(Application application, AsyncInvoker functions, ServiceContext context) {
        this(application, functions, context, DeliveryPolicy.AWS_MANAGED_ENDPOINT);
    }

    LocalSns(Application application, AsyncInvoker functions, ServiceContext context, DeliveryPolicy policy) {
        this.application = application;
        this.context = context;
        this.deliveries = new Deliveries(functions, context, policy);
    }

    @Override
    public String name() {
        return "sns";
    }

    /** How many accepted messages Lambda does not have yet; 0 when SNS has nothing left to do. */
    public int pendingDeliveries() {
        return deliveries.pending();
    }

    /** Forgets the messages that are not delivered yet. */
    @Override
    public void close() {
        deliveries.close();
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        String requestId = context.ids().get();
        try {
            Map<String, String> parameters = parameters(request);
            String action = parameters.getOrDefault("Action", "");
            return answer(200, result(action, act(action, parameters), requestId), requestId);
        } catch (SnsException e) {
            return answer(e.status(), error(e, requestId), requestId);
        }
    }

    private Xml.Content act(String action, Map<String, String> parameters) {
        return switch (action) {
            case "Publish" -> publish(parameters);
            case "PublishBatch" -> publishBatch(parameters);
            case "ListTopics" -> listTopics();
            case "GetTopicAttributes" -> topicAttributes(topic(parameters, "TopicArn"));
            case "ListSubscriptions" -> listSubscriptions(application.topics());
            case "ListSubscriptionsByTopic" -> listSubscriptions(List.of(topic(parameters, "TopicArn")));
            case "" ->
                throw SnsException.invalidAction(
                        "The request has no Action parameter. The local runner's SNS supports " + SUPPORTED);
            default ->
                throw SnsException.invalidAction("The local runner's SNS does not support the action " + action
                        + ". It supports " + SUPPORTED + ". Topics and subscriptions come from the template");
        };
    }

    private static String result(String action, Xml.Content content, String requestId) {
        return Xml.document(
                action + "Response",
                xml -> xml.element(action + "Result", content)
                        .element("ResponseMetadata", metadata -> metadata.element("RequestId", requestId)));
    }

    private static String error(SnsException reason, String requestId) {
        return Xml.document(
                "ErrorResponse",
                xml -> xml.element(
                                "Error",
                                error -> error.element("Type", "Sender")
                                        .element("Code", reason.code())
                                        .element("Message", reason.text()))
                        .element("RequestId", requestId));
    }

    private static EdgeResponse answer(int status, String xml, String requestId) {
        return EdgeResponse.of(status, "text/xml", xml).with("x-amzn-RequestId", requestId);
    }

    private static Map<String, String> parameters(EdgeRequest request) {
        try {
            return request.parameters();
        } catch (IllegalArgumentException e) {
            throw SnsException.malformedQuery("The request's parameters are not form-encoded: " + e.getMessage());
        }
    }

    @Override
    public void publish(String topicArn, Optional<String> subject, String message) {
        Topic topic = application.topics().stream()
                .filter(known -> known.arn().equals(topicArn))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The application has no topic " + topicArn));
        accept(topic, Message.of(subject, message));
    }

    private Xml.Content publish(Map<String, String> parameters) {
        if (parameters.containsKey("PhoneNumber")) {
            throw SnsException.invalidParameter("PhoneNumber Reason: the local runner sends no text messages");
        }
        Message message = Message.parse(parameters, MessagePlace.PUBLISH);
        if (parameters.getOrDefault("TargetArn", "").contains(":endpoint/")) {
            throw SnsException.invalidParameter("TargetArn Reason: No endpoint found for the target arn specified");
        }
        Topic topic = topic(parameters, parameters.containsKey("TopicArn") ? "TopicArn" : "TargetArn");
        String messageId = accept(topic, message);
        return xml -> xml.element("MessageId", messageId);
    }

    /**
     * Accepts all entries, or none: SNS refuses a batch as a whole when one of its messages is wrong. AWS document "API
     * Reference: PublishBatch".
     */
    private Xml.Content publishBatch(Map<String, String> parameters) {
        int entries = countEntries(parameters);
        Topic topic = topic(parameters, "TopicArn");
        List<String> ids = batchIds(parameters, entries);
        var messages = new ArrayList<Message>();
        for (int entry = 1; entry <= entries; entry++) {
            messages.add(Message.parse(parameters, MessagePlace.batchEntry(entry)));
        }
        if (messages.stream().mapToInt(Message::size).sum() > Message.MAXIMUM_BYTES) {
            throw SnsException.invalidBatch(
                    "BatchRequestTooLong", "The length of all the messages put together is more than the limit.");
        }
        var accepted = new ArrayList<Xml.Content>();
        for (int entry = 0; entry < entries; entry++) {
            String id = ids.get(entry);
            String messageId = accept(topic, messages.get(entry));
            accepted.add(xml ->
                    xml.element("member", member -> member.element("Id", id).element("MessageId", messageId)));
        }
        return xml -> xml.element("Successful", all(accepted)).element("Failed", all(List.of()));
    }

    private static int countEntries(Map<String, String> parameters) {
        int entries = 0;
        while (hasEntry(parameters, entries + 1)) {
            entries++;
        }
        if (entries == 0) {
            throw SnsException.invalidBatch("EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }
        if (entries > MAXIMUM_BATCH) {
            throw SnsException.invalidBatch(
                    "TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }
        return entries;
    }

    private static boolean hasEntry(Map<String, String> parameters, int number) {
        String prefix = MessagePlace.batchEntry(number).prefix();
        return parameters.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private static List<String> batchIds(Map<String, String> parameters, int entries) {
        var ids = new ArrayList<String>();
        for (int entry = 1; entry <= entries; entry++) {
            MessagePlace place = MessagePlace.batchEntry(entry);
            ids.add(Optional.ofNullable(parameters.get(place.prefix() + "Id"))
                    .orElseThrow(() -> SnsException.nullMember(place.member("id"))));
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            throw SnsException.invalidBatch(
                    "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
        }
        for (String id : ids) {
            if (id.length() > LONGEST_ENTRY_ID) {
                throw SnsException.invalidBatch(
                        "InvalidBatchEntryId", "The Id of a batch entry in the batch request is too long: " + id);
            }
            if (!id.matches("[A-Za-z0-9_-]+")) {
                throw SnsException.invalidBatch(
                        "InvalidBatchEntryId",
                        "The Id of a batch entry in the batch request contains an impermissible character: " + id);
            }
        }
        return ids;
    }

    private String accept(Topic topic, Message message) {
        var notification = new Notification(
                context.ids().get(),
                topic.arn(),
                application.region(),
                message,
                context.time().now());
        Fact.Place place = new Fact.Place(topic.logicalId(), topic.name());
        context.facts()
                .tell(new Fact.Published(
                        notification.timestamp(),
                        place,
                        notification.messageId(),
                        message.size(),
                        Payload.text(message.text())));
        Cause cause = Cause.current().next(notification.messageId(), topic.logicalId());
        cause.run(() ->
                topic.subscriptions().forEach(subscription -> deliveries.deliver(place, notification, subscription)));
        return notification.messageId();
    }

    private Xml.Content listTopics() {
        List<Xml.Content> members = new ArrayList<>();
        for (Topic topic : application.topics()) {
            members.add(xml -> xml.element("member", member -> member.element("TopicArn", topic.arn())));
        }
        return xml -> xml.element("Topics", all(members));
    }

    private static Xml.Content topicAttributes(Topic topic) {
        var attributes = new TreeMap<String, String>();
        attributes.put("TopicArn", topic.arn());
        attributes.put("Owner", Application.ACCOUNT_ID);
        attributes.put("DisplayName", "");
        attributes.put("Policy", defaultPolicy(topic));
        attributes.put("EffectiveDeliveryPolicy", EFFECTIVE_DELIVERY_POLICY);
        attributes.put(
                "SubscriptionsConfirmed", Integer.toString(topic.subscriptions().size()));
        attributes.put("SubscriptionsPending", "0");
        attributes.put("SubscriptionsDeleted", "0");
        return xml -> xml.element(
                "Attributes",
                list -> attributes.forEach((name, value) -> list.element(
                        "entry", entry -> entry.element("key", name).element("value", value))));
    }

    /** The policy of a topic that nobody has given another. */
    private static String defaultPolicy(Topic topic) {
        return """
                {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",\
                "Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",\
                "SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",\
                "SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
                "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}""".formatted(topic.arn(), Application.ACCOUNT_ID);
    }

    private static Xml.Content listSubscriptions(List<Topic> topics) {
        var members = new ArrayList<Xml.Content>();
        for (Topic topic : topics) {
            for (Subscription subscription : topic.subscriptions()) {
                members.add(xml -> xml.element(
                        "member",
                        member -> member.element("TopicArn", topic.arn())
                                .element("Protocol", "lambda")
                                .element("SubscriptionArn", subscription.arn())
                                .element("Owner", Application.ACCOUNT_ID)
                                .element("Endpoint", subscription.functionArn())));
            }
        }
        return xml -> xml.element("Subscriptions", all(members));
    }

    private static Xml.Content all(List<Xml.Content> members) {
        return xml -> members.forEach(member -> member.writeTo(xml));
    }

    private Topic topic(Map<String, String> parameters, String name) {
        String arn = parameters.getOrDefault(name, "");
        if (!parameters.containsKey(name)) {
            throw SnsException.invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
        }
        String[] elements = arn.split(":", -1);
        if (elements.length < 6) {
            throw SnsException.invalidParameter(
                    name + " Reason: An ARN must have at least 6 elements, not " + elements.length);
        }
        if (!elements[3].equals(application.region())) {
            throw SnsException.invalidParameter(name);
        }
        return application.topics().stream()
                .filter(topic -> topic.arn().equals(arn))
                .findFirst()
                .orElseThrow(SnsException::topicNotFound);
    }
}
