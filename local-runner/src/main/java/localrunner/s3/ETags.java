package localrunner.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import localrunner.application.Bucket;

/**
 * Makes ETags as S3 does: the content's MD5, unless a key of KMS encrypts the object; then it is none, and so two uploads
 * of one content have different ones.
 *
 * <p>"Common response headers" in the S3 API Reference.
 */
final class ETags {

    private ETags() {}

    /** @param ids makes a text that is new each time */
    static String of(Received.Md5 md5, Bucket.Encryption encryption, Supplier<String> ids) {
        if (encryption.algorithm().equals("AES256")) {
            return md5.hex();
        }
        ChecksumAlgorithm.Running hash = ChecksumAlgorithm.digest("MD5");
        byte[] salt = ids.get().getBytes(StandardCharsets.UTF_8);
        hash.update(salt, 0, salt.length);
        hash.update(md5.bytes(), 0, md5.bytes().length);
        return Received.Md5.of(hash.value()).hex();
    }

    /** That of an object that came in parts: the MD5 of the parts' MD5s, and how many there are. */
    static String ofParts(List<Received.Md5> parts, Bucket.Encryption encryption, Supplier<String> ids) {
        ChecksumAlgorithm.Running hash = ChecksumAlgorithm.digest("MD5");
        parts.forEach(part -> hash.update(part.bytes(), 0, part.bytes().length));
        return of(Received.Md5.of(hash.value()), encryption, ids) + "-" + parts.size();
    }
}
