package wordcounter.slack;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How Slack proves that a request is its own, version 0 ("Verifying requests from Slack", docs.slack.dev): an HMAC over the time
 * and the body's bytes, under a secret that the app and Slack share.
 */
public final class SlackSignature {

    public static final String SIGNATURE_HEADER = "X-Slack-Signature";

    /** In seconds since 1970. */
    public static final String TIMESTAMP_HEADER = "X-Slack-Request-Timestamp";

    /** How far the clocks may be apart, either way; an older request may be a recorded one. */
    public static final long TOLERANCE_SECONDS = 300;

    private static final String VERSION = "v0";
    private static final String ALGORITHM = "HmacSHA256";

    private SlackSignature() {}

    /** What stands in {@link #SIGNATURE_HEADER}. */
    public static String of(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((VERSION + ":" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
            return VERSION + "=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * Whether one of the secrets has signed this body at about this time. Takes as long for a wrong signature as for a right one.
     *
     * @param timestamp as {@link #TIMESTAMP_HEADER} has it
     * @param signature as {@link #SIGNATURE_HEADER} has it
     */
    public static boolean isValid(List<String> secrets, String timestamp, String signature, byte[] body, Instant now) {
        if (!timestamp.matches("[0-9]{1,12}")
                || Math.abs(now.getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE_SECONDS) {
            return false;
        }
        boolean isValid = false;
        for (String secret : secrets) {
            isValid |= isEqual(of(secret, timestamp, body), signature);
        }
        return isValid;
    }

    /** In constant time. */
    public static boolean isEqual(String expected, String actual) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
    }
}
