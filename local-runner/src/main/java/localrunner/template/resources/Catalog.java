package localrunner.template.resources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.template.document.PropertyReader;

/**
 * Keeps what functions can be connected to, by what {@code Ref} and {@code Fn::GetAtt} give for it, and the connections
 * made so far. Not thread-safe.
 */
final class Catalog {

    private final Map<String, ApiDraft> apisById = new LinkedHashMap<>();
    private final Map<String, Application.ApiKey> keysById = new LinkedHashMap<>();
    private final Map<String, UsagePlanDraft> plansById = new LinkedHashMap<>();
    private final Map<String, Application.Topic> topicsByArn = new LinkedHashMap<>();
    private final Map<String, List<Application.Subscription>> subscriptionsByTopicArn = new LinkedHashMap<>();
    private final Map<String, Application.Queue> queuesByArn = new LinkedHashMap<>();
    private final Map<String, Application.Table> tablesByStreamArn = new LinkedHashMap<>();
    private final Map<String, BucketDraft> bucketsByName = new LinkedHashMap<>();
    private final List<Application.StreamMapping> streamMappings = new ArrayList<>();
    private final List<Application.QueueMapping> queueMappings = new ArrayList<>();
    private final List<Application.Schedule> schedules = new ArrayList<>();

    void add(ApiDraft api) {
        apisById.put(api.id(), api);
    }

    void addKey(String id, Application.ApiKey key) {
        keysById.put(id, key);
    }

    void addPlan(String id, UsagePlanDraft plan) {
        plansById.put(id, plan);
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

    void add(BucketDraft bucket) {
        bucketsByName.put(bucket.name(), bucket);
    }

    void add(Application.StreamMapping mapping) {
        streamMappings.add(mapping);
    }

    void add(Application.QueueMapping mapping) {
        queueMappings.add(mapping);
    }

    void add(Application.Schedule schedule) {
        schedules.add(schedule);
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
                                + "' is no AWS::Serverless::Api of this template"
                                + advice(apisById.values().stream().map(api -> "!Ref " + api.logicalId())))
                .map(apisById::get);
    }

    /** The API key that a required property names by its id; another value is reported. */
    Optional<Application.ApiKey> key(PropertyReader reader, String property) {
        return known(reader, property, Resource.API_KEY, keysById, Application.ApiKey::logicalId);
    }

    /** The usage plan that a required property names by its id; another value is reported. */
    Optional<UsagePlanDraft> plan(PropertyReader reader, String property) {
        return known(reader, property, Resource.USAGE_PLAN, plansById, UsagePlanDraft::logicalId);
    }

    private static <T> Optional<T> known(
            PropertyReader reader, String property, String type, Map<String, T> byId, Function<T, String> logicalId) {
        return reader.check(
                        property,
                        reader.requiredText(property),
                        byId::containsKey,
                        wrong -> "'" + wrong + "' is no " + type + " of this template"
                                + advice(byId.values().stream().map(item -> "!Ref " + logicalId.apply(item))))
                .map(byId::get);
    }

    /** The ARN of a topic in a required property; another value is reported. */
    Optional<String> topicArn(PropertyReader reader, String property) {
        return arn(
                reader,
                property,
                "AWS::SNS::Topic of this template has the ARN",
                topicsByArn,
                topic -> "!Ref " + topic.logicalId());
    }

    /** The ARN of a queue in a required property; another value is reported. */
    Optional<String> queueArn(PropertyReader reader, String property) {
        return arn(
                reader,
                property,
                "AWS::SQS::Queue of this template has the ARN",
                queuesByArn,
                queue -> "!GetAtt " + queue.logicalId() + ".Arn");
    }

    boolean hasTopic(String arn) {
        return topicsByArn.containsKey(arn);
    }

    boolean hasQueue(String arn) {
        return queuesByArn.containsKey(arn);
    }

    /** The queue whose ARN stands in a required property; another value is reported. */
    Optional<Application.Queue> queue(PropertyReader reader, String property) {
        return queueArn(reader, property).map(queuesByArn::get);
    }

    /** The table whose stream's ARN stands in a required property; another value is reported. */
    Optional<Application.Table> tableWithStream(PropertyReader reader, String property) {
        return arn(
                        reader,
                        property,
                        "AWS::DynamoDB::Table of this template has the stream ARN",
                        tablesByStreamArn,
                        table -> "!GetAtt " + table.logicalId() + ".StreamArn")
                .map(tablesByStreamArn::get);
    }

    /** The bucket that a required property names; another value is reported. */
    Optional<BucketDraft> bucket(PropertyReader reader, String property) {
        return known(reader, property, Resource.BUCKET, bucketsByName, BucketDraft::logicalId);
    }

    private static <T> Optional<String> arn(
            PropertyReader reader, String property, String what, Map<String, T> known, Function<T, String> written) {
        return reader.check(
                property,
                reader.requiredText(property),
                known::containsKey,
                wrong -> "no " + what + " " + wrong
                        + advice(known.values().stream().map(written)));
    }

    /** How a property names each of the things that it can name. */
    private static String advice(Stream<String> written) {
        String choice = written.collect(Collectors.joining(", "));
        return choice.isEmpty() ? "; the template has none" : "; use " + choice;
    }

    List<Application.Api> apis() {
        return apisById.values().stream()
                .map(api -> api.finished(plansById.values().stream()
                        .filter(plan -> plan.hasApi(api.id()))
                        .map(UsagePlanDraft::finished)
                        .toList()))
                .toList();
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

    List<Bucket> buckets() {
        return bucketsByName.values().stream().map(BucketDraft::finished).toList();
    }

    List<Application.StreamMapping> streamMappings() {
        return streamMappings;
    }

    List<Application.QueueMapping> queueMappings() {
        return queueMappings;
    }

    List<Application.Schedule> schedules() {
        return schedules;
    }
}
