package localrunner.application;

import java.util.List;
import java.util.Optional;

/**
 * A bucket, {@code AWS::S3::Bucket}.
 *
 * @param encryption of objects whose upload names none
 * @param notifications with those that functions' events add
 */
public record Bucket(
        String logicalId,
        String name,
        String arn,
        Versioning versioning,
        Encryption encryption,
        List<Notification> notifications) {

    public Bucket {
        notifications = List.copyOf(notifications);
    }

    /** Whether a bucket keeps the versions of an object. */
    public enum Versioning {
        /** It was never enabled: an object has one version, {@code null}. */
        NEVER(""),
        ENABLED("Enabled"),
        /** New versions are {@code null} again, and those from before stay. */
        SUSPENDED("Suspended");

        private final String text;

        Versioning(String text) {
            this.text = text;
        }

        /** The status as S3 writes it; empty for {@link #NEVER}. */
        public String text() {
            return text;
        }
    }

    /**
     * How an object says that it is encrypted.
     *
     * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
     * @param kmsKeyId id, ARN or alias; empty for AWS's own key
     */
    public record Encryption(String algorithm, Optional<String> kmsKeyId, boolean bucketKey) {

        /** With S3's own keys, which is what a bucket has when its template says nothing. */
        public static final Encryption BY_S3 = new Encryption("AES256", Optional.empty(), false);
    }

    /**
     * What a bucket tells, and whom.
     *
     * @param id the configuration's id, which events carry
     * @param events such as {@code s3:ObjectCreated:*}
     * @param filter which keys it is about
     */
    public record Notification(String id, Target target, List<String> events, KeyFilter filter) {
        public Notification {
            events = List.copyOf(events);
        }

        /** @param event such as {@code s3:ObjectCreated:Put} */
        public boolean isAbout(String event, String key) {
            return events.stream().anyMatch(subscribed -> covers(subscribed, event)) && filter.accepts(key);
        }

        /** Whether one of two kinds of events is the other, or a part of it. */
        public static boolean overlap(String one, String other) {
            return covers(one, other) || covers(other, one);
        }

        private static boolean covers(String subscribed, String event) {
            return subscribed.equals(event)
                    || (subscribed.endsWith("*") && event.startsWith(subscribed.substring(0, subscribed.length() - 1)));
        }
    }

    /** Keys with this beginning and this end; empty texts accept any. */
    public record KeyFilter(String prefix, String suffix) {

        public static final KeyFilter ANY = new KeyFilter("", "");

        public boolean accepts(String key) {
            return key.startsWith(prefix) && key.endsWith(suffix);
        }

        /** Whether S3 takes both for filters that one key could pass. */
        public boolean overlaps(KeyFilter other) {
            return (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
                    && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
        }
    }

    /** Who is told. */
    public sealed interface Target permits FunctionTarget, QueueTarget, TopicTarget {
        String arn();
    }

    /** @param arn qualified with the alias where the function has one */
    public record FunctionTarget(String arn) implements Target {}

    public record QueueTarget(String arn) implements Target {}

    public record TopicTarget(String arn) implements Target {}
}
