package localrunner.template.resources;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import localrunner.application.Bucket;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Suggestion;

/**
 * Reads what a notification of a bucket is about, in the forms of CloudFormation and of SAM.
 *
 * <p>Follows "Supported event types for SQS, SNS, and Lambda" and "Configuring event notifications using object key name
 * filtering" in the S3 User Guide.
 */
final class S3Notifications {

    private static final Set<String> SENT = new TreeSet<>(List.of(
            "s3:ObjectCreated:*",
            "s3:ObjectCreated:Put",
            "s3:ObjectCreated:Post",
            "s3:ObjectCreated:Copy",
            "s3:ObjectCreated:CompleteMultipartUpload",
            "s3:ObjectRemoved:*",
            "s3:ObjectRemoved:Delete",
            "s3:ObjectRemoved:DeleteMarkerCreated"));

    private S3Notifications() {}

    /** Reports an event that the runner never sends; a function that waits for it would wait for ever. */
    static Optional<String> event(PropertyReader reader, String property, Optional<String> event) {
        return reader.check(
                property,
                event,
                SENT::contains,
                wrong -> "the local runner sends no event '" + wrong + "'" + Suggestion.among(wrong, "It sends", SENT));
    }

    /** Reads {@code Filter}; without one every key passes. */
    static Bucket.KeyFilter filter(PropertyReader reader) {
        Optional<PropertyReader> filter = reader.object("Filter");
        Optional<PropertyReader> key = filter.flatMap(inner -> inner.required("S3Key", inner.object("S3Key")));
        Bucket.KeyFilter result = key.map(S3Notifications::rules).orElse(Bucket.KeyFilter.ANY);
        key.ifPresent(PropertyReader::finish);
        filter.ifPresent(PropertyReader::finish);
        return result;
    }

    private static Bucket.KeyFilter rules(PropertyReader key) {
        Optional<String> prefix = Optional.empty();
        Optional<String> suffix = Optional.empty();
        for (PropertyReader rule : key.objects("Rules")) {
            Optional<String> name = rule.oneOf(
                    "Name",
                    rule.requiredText("Name").map(text -> text.toLowerCase(Locale.ROOT)),
                    List.of("prefix", "suffix"));
            Optional<String> value = rule.requiredText("Value");
            rule.finish();
            if (name.isPresent()) {
                boolean isPrefix = name.get().equals("prefix");
                if ((isPrefix ? prefix : suffix).isPresent()) {
                    rule.problem("Name", "S3 takes one prefix and one suffix in a filter");
                }
                prefix = isPrefix ? value : prefix;
                suffix = isPrefix ? suffix : value;
            }
        }
        return new Bucket.KeyFilter(prefix.orElse(""), suffix.orElse(""));
    }
}
