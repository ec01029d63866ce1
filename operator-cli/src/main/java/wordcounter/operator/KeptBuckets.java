package wordcounter.operator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets, with every version of every file; S3 deletes no bucket that has one, nor one with a mark that a file was deleted. */
final class KeptBuckets implements KeptKind {

    /** Versions that are counted for people; a page has 1,000. */
    private static final int COUNTED_PAGES = 20;

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final StackAccess access;
    private final S3Client s3;

    KeptBuckets(StackAccess access, S3Client s3) {
        this.access = access;
        this.s3 = s3;
    }

    @Override
    public String type() {
        return "AWS::S3::Bucket";
    }

    @Override
    public String name() {
        return "bucket";
    }

    @Override
    public Optional<String> contents(String bucket) {
        Optional<ListObjectVersionsResponse> page = list(bucket, Optional.empty());
        if (page.isEmpty()) {
            return Optional.empty();
        }
        long versions = identifiers(page.get()).size();
        for (int pages = 1; pages < COUNTED_PAGES && isTruncated(page); pages++) {
            page = list(bucket, page);
            versions += page.map(next -> identifiers(next).size()).orElse(0);
        }
        return Optional.of(
                String.format(Locale.ROOT, "%s%,d versions of files", isTruncated(page) ? "more than " : "", versions));
    }

    private static boolean isTruncated(Optional<ListObjectVersionsResponse> page) {
        return page.filter(found -> Boolean.TRUE.equals(found.isTruncated())).isPresent();
    }

    /** Empties it in one go, however many files there are: whoever ends that has deleted some, and goes on with the rest. */
    @Override
    public boolean remove(String bucket) {
        Optional<ListObjectVersionsResponse> page = list(bucket, Optional.empty());
        while (page.isPresent() && !identifiers(page.get()).isEmpty()) {
            deleteAll(bucket, identifiers(page.get()));
            page = list(bucket, Optional.empty());
        }
        return page.isEmpty() || delete(bucket);
    }

    private void deleteAll(String bucket, List<ObjectIdentifier> identifiers) {
        List<S3Error> errors = access.call(() -> s3.deleteObjects(request -> request.bucket(bucket)
                        .delete(files -> files.objects(identifiers).quiet(true))))
                .errors();
        if (errors.size() == identifiers.size()) { // otherwise those are tried with the next page
            throw new OperatorException("none of " + errors.size() + " files could be deleted; the first is "
                    + errors.getFirst().key() + ": " + errors.getFirst().code() + ", "
                    + errors.getFirst().message());
        }
    }

    private boolean delete(String bucket) {
        return access.explained(() -> {
            try {
                access.calls().call(() -> s3.deleteBucket(request -> request.bucket(bucket)));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == CONFLICT) {
                    return false; // somebody has put a file there meanwhile
                }
                if (e.statusCode() == NOT_FOUND) {
                    return true;
                }
                throw e;
            }
        });
    }

    private Optional<ListObjectVersionsResponse> list(String bucket, Optional<ListObjectVersionsResponse> before) {
        return access.explained(() -> {
            try {
                return Optional.of(access.calls()
                        .call(() -> s3.listObjectVersions(request -> {
                            request.bucket(bucket);
                            before.ifPresent(page -> request.keyMarker(page.nextKeyMarker())
                                    .versionIdMarker(page.nextVersionIdMarker()));
                        })));
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return Optional.<ListObjectVersionsResponse>empty();
                }
                throw e;
            }
        });
    }

    private static List<ObjectIdentifier> identifiers(ListObjectVersionsResponse page) {
        return Stream.concat(
                        page.versions().stream().map(KeptBuckets::identifier),
                        page.deleteMarkers().stream().map(KeptBuckets::identifier))
                .toList();
    }

    private static ObjectIdentifier identifier(ObjectVersion version) {
        return ObjectIdentifier.builder()
                .key(version.key())
                .versionId(version.versionId())
                .build();
    }

    private static ObjectIdentifier identifier(DeleteMarkerEntry marker) {
        return ObjectIdentifier.builder()
                .key(marker.key())
                .versionId(marker.versionId())
                .build();
    }
}
