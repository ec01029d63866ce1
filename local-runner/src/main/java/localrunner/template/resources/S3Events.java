package localrunner.template.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localrunner.application.Bucket;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Value;
import localrunner.template.values.DependencyGraph;

/**
 * Reads events of type {@code S3}, each a notification of a bucket to the function.
 *
 * <p>SAM writes it into the bucket of the same template, and adds the permission for S3. So the bucket needs the
 * function, and on AWS a function that refers to its bucket stands in a circle.
 */
final class S3Events {

    private final Catalog catalog;
    private final DependencyGraph graph;

    S3Events(Catalog catalog, DependencyGraph graph) {
        this.catalog = catalog;
        this.graph = graph;
    }

    void read(Events.Event event) {
        PropertyReader reader = event.reader();
        List<String> names = reader.any("Events").orElse(null) instanceof Value.Scalar single
                ? List.of(single.text())
                : reader.texts("Events");
        reader.required("Events", Optional.of(names));
        List<String> events = new ArrayList<>();
        names.forEach(name ->
                S3Notifications.event(reader, "Events", Optional.of(name)).ifPresent(events::add));
        Bucket.KeyFilter filter = S3Notifications.filter(reader);
        Optional<BucketDraft> bucket = catalog.bucket(reader, "Bucket");
        bucket.ifPresent(draft -> {
            graph.add(draft.logicalId(), event.function().logicalId(), reader.at("Bucket"));
            draft.add(
                    new Bucket.Notification(
                            event.id(),
                            new Bucket.FunctionTarget(event.function().invokedArn()),
                            events,
                            filter),
                    reader,
                    "Bucket");
        });
    }
}
