package localrunner.s3;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.edge.StreamedResponse;

/** What S3 tells of buckets. Immutable. */
final class BucketOperations {

    /** The region whose buckets have no location constraint. */
    private static final String FIRST_REGION = "us-east-1";

    private final String region;
    private final KmsKeys keys;
    private final Instant madeAt;

    /** @param madeAt when the buckets were made: all when the runner started */
    BucketOperations(String region, KmsKeys keys, Instant madeAt) {
        this.region = region;
        this.keys = keys;
        this.madeAt = madeAt;
    }

    StreamedResponse list(Collection<OpenBucket> buckets) {
        return Answers.xml(
                Map.of(),
                "ListAllMyBucketsResult",
                xml -> xml.element("Owner", owner -> owner.element("ID", Application.ACCOUNT_ID))
                        .element(
                                "Buckets",
                                list -> buckets.forEach(open -> list.element(
                                        "Bucket",
                                        entry -> entry.element(
                                                        "Name", open.bucket().name())
                                                .element("CreationDate", Answers.xmlDate(madeAt))
                                                .element("BucketRegion", region)
                                                .element(
                                                        "BucketArn",
                                                        open.bucket().arn())))));
    }

    StreamedResponse head(OpenBucket bucket) {
        return Answers.empty(
                200,
                Map.of(
                        "x-amz-bucket-region",
                        region,
                        "x-amz-bucket-arn",
                        bucket.bucket().arn(),
                        "x-amz-access-point-alias",
                        "false",
                        "Content-Type",
                        "application/xml"));
    }

    StreamedResponse location() {
        return Answers.xml(
                200,
                Map.of(),
                Xml.document("LocationConstraint", xml -> xml.text(region.equals(FIRST_REGION) ? "" : region)));
    }

    StreamedResponse versioning(OpenBucket bucket) {
        String status = bucket.versions().versioning().text();
        return Answers.xml(Map.of(), "VersioningConfiguration", xml -> {
            if (!status.isEmpty()) {
                xml.element("Status", status);
            }
        });
    }

    StreamedResponse encryption(OpenBucket bucket) {
        Bucket.Encryption encryption = keys.withArn(bucket.bucket().encryption());
        return Answers.xml(
                Map.of(),
                "ServerSideEncryptionConfiguration",
                xml -> xml.element(
                        "Rule",
                        rule -> rule.element(
                                        "ApplyServerSideEncryptionByDefault",
                                        byDefault -> byDefault
                                                .element("SSEAlgorithm", encryption.algorithm())
                                                .element("KMSMasterKeyID", encryption.kmsKeyId()))
                                .element("BucketKeyEnabled", encryption.bucketKey())));
    }
}
