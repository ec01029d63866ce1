package wordcounter.counter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Where event ids come from. */
final class EventIds {

    private final RandomGenerator random;

    /** @param random unpredictable at each use, after a restore from a snapshot too */
    EventIds(RandomGenerator random) {
        this.random = random;
    }

    /** A new id: a random UUID (RFC 9562, version 4). */
    String create() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /**
     * The id of a request that names itself: the same for the same key, and no other caller's.
     *
     * @param entry the way in; the same key means something else elsewhere
     */
    String of(String entry, String apiKeyId, IdempotencyKey key) {
        // none of the three holds a line feed
        String name = entry + "\n" + apiKeyId + "\n" + key.value();
        return HexFormat.of().formatHex(sha256().digest(name.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
