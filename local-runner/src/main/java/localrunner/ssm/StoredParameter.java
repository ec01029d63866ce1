package localrunner.ssm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

/** One version of a parameter. */
record StoredParameter(
        String name, ParameterType type, String value, String description, long version, Instant lastModified) {

    /**
     * The value as a reader gets it. A SecureString without {@code WithDecryption} is Base64 that can't be mistaken for
     * the value and can't be turned back into it.
     */
    String valueFor(boolean withDecryption) {
        if (type != ParameterType.SecureString || withDecryption) {
            return value;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
