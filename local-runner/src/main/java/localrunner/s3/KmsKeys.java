package localrunner.s3;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.application.KeyAlias;

/**
 * Gives the ARN of the key with which an object would be encrypted; S3 tells it of every object.
 *
 * <p>A key is named by its id, its ARN, or an alias of the template, which may be an ARN, too. There is no KMS here: no key
 * is looked for, and nothing is encrypted. Immutable.
 */
public final class KmsKeys {

    private static final String ALIAS = "alias/";
    private static final String AWS_MANAGED = ALIAS + "aws/s3";

    private final String prefix;
    private final Map<String, String> keyArnsByAlias;

    public KmsKeys(Application application) {
        prefix = "arn:aws:kms:" + application.region() + ":" + Application.ACCOUNT_ID + ":";
        keyArnsByAlias = application.keyAliases().stream().collect(Collectors.toMap(KeyAlias::name, KeyAlias::keyArn));
    }

    /**
     * The same encryption with its key's ARN; with AWS's own key where it names none.
     *
     * @throws S3Exception when it names an alias that the template does not have
     */
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
        if (isAwsManaged(key)) {
            UUID id = UUID.nameUUIDFromBytes(AWS_MANAGED.getBytes(StandardCharsets.UTF_8));
            return prefix + "key/" + id;
        }
        return customersArn(key)
                .orElseThrow(() -> new S3Exception(
                        400,
                        "KMS.NotFoundException",
                        "Alias " + (key.startsWith("arn:") ? key : prefix + key) + " is not found."));
    }

    /** The ARN of a key of one's own; empty for AWS's own key, and for an alias that leads to none. */
    public Optional<String> customersArn(String key) {
        String name = name(key);
        if (name.startsWith(ALIAS)) {
            return Optional.ofNullable(keyArnsByAlias.get(name));
        }
        return Optional.of(key.startsWith("arn:") ? key : prefix + "key/" + key);
    }

    private boolean isAwsManaged(String key) {
        return name(key).equals(AWS_MANAGED);
    }

    /** The alias without the ARN around it; what is no alias is as it was. */
    private String name(String key) {
        return key.startsWith(prefix + ALIAS) ? key.substring(prefix.length()) : key;
    }
}
