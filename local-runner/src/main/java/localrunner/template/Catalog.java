package localrunner.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What functions can be connected to, by what {@code Ref} and {@code GetAtt} give, and the connections made so far. */
final class Catalog {

    /** An API under construction. */
    record OpenApi(String logicalId, boolean apiKeyRequired, List<Application.Route> routes) {}

    private final Map<String, OpenApi> apis = new LinkedHashMap<>();
    private final Map<String, List<Application.Subscription>> subscriptions = new LinkedHashMap<>();
    private final Set<String> queueArns = new LinkedHashSet<>();
    private final Map<String, String> tableNamesByStreamArn = new LinkedHashMap<>();

    void addApi(String id, String logicalId, boolean apiKeyRequired) {
        apis.put(id, new OpenApi(logicalId, apiKeyRequired, new ArrayList<>()));
    }

    void addTopic(String arn) {
        subscriptions.put(arn, new ArrayList<>());
    }

    void addQueue(String arn) {
        queueArns.add(arn);
    }

    void addStream(String arn, String tableName) {
        tableNamesByStreamArn.put(arn, tableName);
    }

    Optional<OpenApi> api(String id) {
        return Optional.ofNullable(apis.get(id));
    }

    Set<String> apiIds() {
        return apis.keySet();
    }

    Optional<List<Application.Subscription>> subscriptions(String topicArn) {
        return Optional.ofNullable(subscriptions.get(topicArn));
    }

    Set<String> topicArns() {
        return subscriptions.keySet();
    }

    Optional<String> tableNameOfStream(String arn) {
        return Optional.ofNullable(tableNamesByStreamArn.get(arn));
    }

    Set<String> streamArns() {
        return tableNamesByStreamArn.keySet();
    }

    /** The queue's ARN in a property, reported when it is not a queue of this template. */
    Optional<String> queueArn(PropertyReader reader, String property) {
        return reader.requiredText(property).filter(arn -> {
            if (!queueArns.contains(arn)) {
                reader.problem(
                        property,
                        "no AWS::SQS::Queue of this template has the ARN " + arn
                                + Suggestion.among(arn, "Known", queueArns));
            }
            return queueArns.contains(arn);
        });
    }
}
