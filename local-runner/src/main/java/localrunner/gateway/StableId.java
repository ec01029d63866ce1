package localrunner.gateway;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes ids in the form of API Gateway's: lower-case letters and digits, the same for the same thing in every run. */
final class StableId {

    private StableId() {}

    static String of(String thing, int length) {
        return new BigInteger(1, hash(thing)).toString(36).substring(0, length);
    }

    /** 32 bytes that are the same for the same thing. */
    static byte[] hash(String thing) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(thing.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
