package wordcounter.runtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes the SHA-256 (FIPS 180-4) of texts in UTF-8, given one after the other. Not thread-safe. */
public final class Sha256 {

    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public Sha256 update(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The hash of all that was given, as 64 hexadecimal digits. Begins anew after it. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
