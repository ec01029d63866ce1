package localrunner.map;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.map.ApplicationMap.NodeType;

/** Finds an application's resources by what names them: ARN, name, URL of a queue. Immutable. */
final class Resources {

    /** @param arn without a qualifier */
    record Resource(String logicalId, NodeType type, String arn) {}

    private final Map<String, Resource> byName = new HashMap<>();
    private final Map<String, String> tablesByName = new HashMap<>();
    private final Map<String, Resource> queuesByName = new HashMap<>();

    Resources(Application application) {
        for (Application.Function function : application.functions()) {
            Resource resource = new Resource(function.logicalId(), NodeType.FUNCTION, function.arn());
            byName.put(function.arn(), resource);
            byName.put(function.name(), resource);
            byName.put(function.invokedArn(), resource);
            function.alias().ifPresent(alias -> byName.put(function.name() + ":" + alias.name(), resource));
        }
        application
                .topics()
                .forEach(
                        topic -> byName.put(topic.arn(), new Resource(topic.logicalId(), NodeType.TOPIC, topic.arn())));
        for (Application.Queue queue : application.queues()) {
            Resource resource = new Resource(queue.logicalId(), NodeType.QUEUE, queue.arn());
            byName.put(queue.arn(), resource);
            byName.put(queue.name(), resource);
            queuesByName.put(queue.name(), resource);
        }
        for (Application.Table table : application.tables()) {
            Resource resource = new Resource(table.logicalId(), NodeType.TABLE, table.arn());
            byName.put(table.arn(), resource);
            byName.put(table.name(), resource);
            tablesByName.put(table.name(), table.logicalId());
        }
        application.buckets().forEach(bucket -> {
            Resource resource = new Resource(bucket.logicalId(), NodeType.BUCKET, bucket.arn());
            byName.put(bucket.arn(), resource);
            byName.put(bucket.name(), resource);
        });
    }

    /** The resource that a text is the ARN, the name or the queue URL of. */
    Optional<Resource> named(String text) {
        return Optional.ofNullable(byName.get(text))
                .or(() ->
                        Optional.of(text).filter(url -> url.startsWith("http")).flatMap(this::queueIn));
    }

    /** The logical id of the queue at the path of a request to SQS, such as {@code /000000000000/app-Work}. */
    Optional<String> queueAt(String path) {
        return queueIn(path).map(Resource::logicalId);
    }

    private Optional<Resource> queueIn(String path) {
        String account = "/" + Application.ACCOUNT_ID + "/";
        int start = path.lastIndexOf(account);
        return start < 0
                ? Optional.empty()
                : Optional.ofNullable(queuesByName.get(path.substring(start + account.length())));
    }

    /** The logical id of a table. */
    Optional<String> tableNamed(String name) {
        return Optional.ofNullable(tablesByName.get(name));
    }
}
