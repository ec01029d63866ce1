package localrunner.template.resources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Suggestion;

/**
 * Keeps what functions can be connected to, by what {@code Ref} and {@code Fn::GetAtt} give for it, and the connections
 * made so far. Not thread-safe.
 */
final class Catalog {

    private final Map<String, ApiDraft> apisById = new LinkedHashMap<>();
    private final Map<String, Application.Topic> topicsByArn = new LinkedHashMap<>();
    private final Map<String, List<Application.Subscription>> subscriptionsByTopicArn = new LinkedHashMap<>();
    private final Map<String, Application.Queue> queuesByArn = new LinkedHashMap<>();
    private final Map<String, Application.Table> tablesByStreamArn = new LinkedHashMap<>();
    private final List<Application.StreamMapping> streamMappings = new ArrayList<>();

    void add(ApiDraft api) {
        apisById.put(api.id(), api);
    }

    void add(Application.Topic topic) {
        topicsByArn.put(topic.arn(), topic);
        subscriptionsByTopicArn.put(topic.arn(), new ArrayList<>());
    }

    void add(Application.Queue queue) {
        queuesByArn.put(queue.arn(), queue);
    }

    void add(Application.Table table) {
        table.streamArn().ifPresent(arn -> tablesByStreamArn.put(arn, table));
    }

    void add(Application.StreamMapping mapping) {
        streamMappings.add(mapping);
    }

    /** @throws IllegalArgumentException when there is no such topic */
    void subscribe(String topicArn, Application.Subscription subscription) {
        List<Application.Subscription> subscriptions = subscriptionsByTopicArn.get(topicArn);
        if (subscriptions == null) {
            throw new IllegalArgumentException("no such topic: " + topicArn);
        }
        subscriptions.add(subscription);
    }

    /** The API that a property names by its id; another value is reported. */
    Optional<ApiDraft> api(PropertyReader reader, String property, Optional<String> id) {
        return reader.check(
                        property,
                        id,
                        apisById::containsKey,
                        wrong -> "'" + wrong
                                + "' is no AWS::Serverless::Api of this template; use !Ref with its logical id"
                                + Suggestion.among(wrong, "Known", apisById.keySet()))
                .map(apisById::get);
    }

    /** The ARN of a topic in a required property; another value is reported. */
    Optional<String> topicArn(PropertyReader reader, String property) {
        return arn(reader, property, "AWS::SNS::Topic of this template has the ARN", topicsByArn.keySet());
    }

    /** The ARN of a queue in a required property; another value is reported. */
    Optional<String> queueArn(PropertyReader reader, String property) {
        return arn(reader, property, "AWS::SQS::Queue of this template has the ARN", queuesByArn.keySet());
    }

    /** The table whose stream's ARN stands in a required property; another value is reported. */
    Optional<Application.Table> tableWithStream(PropertyReader reader, String property) {
        return arn(
                        reader,
                        property,
                        "AWS::DynamoDB::Table of this template has the stream ARN",
                        tablesByStreamArn.keySet())
                .map(tablesByStreamArn::get);
    }

    private static Optional<String> arn(PropertyReader reader, String property, String what, Set<String> known) {
        return reader.check(
                property,
                reader.requiredText(property),
                known::contains,
                wrong -> "no " + what + " " + wrong + Suggestion.among(wrong, "Known", known));
    }

    List<Application.Api> apis() {
        return apisById.values().stream().map(ApiDraft::finished).toList();
    }

    List<Application.Topic> topics() {
        return topicsByArn.values().stream()
                .map(topic -> new Application.Topic(
                        topic.logicalId(),
                        topic.name(),
                        topic.arn(),
                        subscriptionsByTopicArn.getOrDefault(topic.arn(), List.of())))
                .toList();
    }

    List<Application.StreamMapping> streamMappings() {
        return streamMappings;
    }
}
