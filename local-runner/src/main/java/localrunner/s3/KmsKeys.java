package localrunner.s3;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import localrunner.application.Application;
import localrunner.application.Bucket;

/**
 * Gives the ARN of the key with which an object would be encrypted; S3 tells it of every object.
 *
 * <p>There is no KMS here: no key is looked for, and nothing is encrypted. Immutable.
 */
final class KmsKeys {

    private static final String AWS_MANAGED = "alias/aws/s3";

    private final String region;

    KmsKeys(String region) {
        this.region = region;
    }

    /** The same encryption with its key's ARN; with AWS's own key where it names none. */
    Bucket.Encryption withArn(Bucket.Encryption encryption) {
        if (encryption.algorithm().equals("AES256")) {
            return encryption;
        }
        return new Bucket.Encryption(
                encryption.algorithm(),
                Optional.of(arn(encryption.kmsKeyId().orElse(AWS_MANAGED))),
                encryption.bucketKey());
    }

    private String arn(String key) {
        if (key.equals(AWS_MANAGED)) {
            return arnOfId(
                    UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString());
        }
        if (key.startsWith("alias/") || key.contains(":alias/")) {
            throw S3Exception.notImplemented(
                    "The local runner's S3 does not know to which key " + key + " leads; give the key's id or ARN");
        }
        return key.startsWith("arn:") ? key : arnOfId(key);
    }

    private String arnOfId(String id) {
        return "arn:aws:kms:" + region + ":" + Application.ACCOUNT_ID + ":key/" + id;
    }
}
