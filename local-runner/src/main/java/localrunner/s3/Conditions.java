package localrunner.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import localrunner.s3.Version.StoredObject;

/**
 * The conditions of a request: "Conditional requests" in the S3 User Guide, RFC 9110, 13.
 *
 * <p>Times are compared in seconds, as {@code Last-Modified} has them. A date that can't be read is no condition.
 * Immutable.
 */
record Conditions(
        Optional<String> ifMatch,
        Optional<String> ifNoneMatch,
        Optional<Instant> ifModifiedSince,
        Optional<Instant> ifUnmodifiedSince) {

    private static final String OF_COPY_SOURCE = "x-amz-copy-source-";

    static Conditions of(S3Request request) {
        return of(request, "");
    }

    /** The conditions for the object that is copied. */
    static Conditions ofCopySource(S3Request request) {
        return of(request, OF_COPY_SOURCE);
    }

    private static Conditions of(S3Request request, String prefix) {
        return new Conditions(
                request.header(prefix + "if-match"),
                request.header(prefix + "if-none-match"),
                request.header(prefix + "if-modified-since").flatMap(Conditions::instant),
                request.header(prefix + "if-unmodified-since").flatMap(Conditions::instant));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @throws S3Exception 412 or 304, when the object is not to be sent */
    void checkRead(StoredObject object) {
        requireMatch(object);
        if (isUnchanged(object)) {
            throw new S3Exception(304, "NotModified", "Not Modified").withHeader("ETag", quoted(object.etag()));
        }
    }

    /** @throws S3Exception 412, when the object is not to be copied */
    void checkCopy(StoredObject source) {
        requireMatch(source);
        if (isUnchanged(source)) {
            throw S3Exception.preconditionFailed(
                    OF_COPY_SOURCE + (ifNoneMatch.isPresent() ? "If-None-Match" : "If-Modified-Since"));
        }
    }

    private void requireMatch(StoredObject object) {
        if (ifMatch.isPresent()) {
            if (!matches(ifMatch.get(), object.etag())) {
                throw S3Exception.preconditionFailed("If-Match");
            }
        } else if (ifUnmodifiedSince
                .filter(since -> seconds(object).isAfter(since))
                .isPresent()) {
            throw S3Exception.preconditionFailed("If-Unmodified-Since");
        }
    }

    private boolean isUnchanged(StoredObject object) {
        return ifNoneMatch.isPresent()
                ? matches(ifNoneMatch.get(), object.etag())
                : ifModifiedSince
                        .filter(since -> !seconds(object).isAfter(since))
                        .isPresent();
    }

    private static Instant seconds(StoredObject object) {
        return object.lastModified().truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Looks whether a key may be written: "Conditional writes" in the User Guide.
     *
     * @param newest what the key has
     */
    void checkWrite(String key, Optional<Version> newest) {
        Optional<StoredObject> object =
                newest.filter(StoredObject.class::isInstance).map(StoredObject.class::cast);
        if (ifNoneMatch.isPresent()) {
            if (!ifNoneMatch.get().equals("*")) {
                throw S3Exception.notImplemented(
                                "A header you provided implies functionality that is not implemented: If-None-Match with other than *")
                        .with("Header", "If-None-Match");
            }
            if (object.isPresent()) {
                throw S3Exception.preconditionFailed("If-None-Match");
            }
        }
        if (ifMatch.isPresent()) {
            StoredObject there = object.orElseThrow(() -> S3Exception.noSuchKey(key));
            if (!matches(ifMatch.get(), there.etag())) {
                throw S3Exception.preconditionFailed("If-Match");
            }
        }
    }

    /** @param header a list of ETags, with quotation marks or without, or {@code *} */
    private static boolean matches(String header, String etag) {
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(etag) || each.equals(quoted(etag)));
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }
}
