package localrunner.template.resources;

import java.util.ArrayList;
import java.util.List;
import localrunner.application.Bucket;
import localrunner.template.document.PropertyReader;

/** A bucket while functions' events still add notifications to it. Not thread-safe. */
final class BucketDraft {

    private final Bucket bucket;
    private final List<Bucket.Notification> notifications = new ArrayList<>();

    /** @param bucket without notifications */
    BucketDraft(Bucket bucket) {
        this.bucket = bucket;
    }

    String logicalId() {
        return bucket.logicalId();
    }

    String name() {
        return bucket.name();
    }

    /**
     * Adds a notification, and reports it when S3 would refuse it beside another: "Configuring event notifications using
     * object key name filtering" in the S3 User Guide.
     *
     * @param property of the reader, where the notification stands
     */
    void add(Bucket.Notification notification, PropertyReader reader, String property) {
        notifications.stream()
                .filter(other -> overlap(notification, other))
                .findFirst()
                .ifPresent(other -> reader.problem(
                        property,
                        "S3 takes no two notifications of a bucket for the same events and overlapping prefixes and suffixes;"
                                + " another one of %s goes to %s"
                                        .formatted(
                                                bucket.logicalId(),
                                                other.target().arn())));
        notifications.add(notification);
    }

    private static boolean overlap(Bucket.Notification one, Bucket.Notification other) {
        return one.filter().overlaps(other.filter())
                && one.events().stream()
                        .anyMatch(event -> other.events().stream()
                                .anyMatch(another -> Bucket.Notification.overlap(event, another)));
    }

    Bucket finished() {
        return new Bucket(
                bucket.logicalId(),
                bucket.name(),
                bucket.arn(),
                bucket.versioning(),
                bucket.encryption(),
                notifications);
    }
}
