package wordcounter.intake;

import java.util.UUID;
import java.util.random.RandomGenerator;
import wordcounter.runtime.Sha256;

/** Makes the ids of events. Thread-safe if its random numbers are. */
public final class EventIds {

    private final RandomGenerator random;

    /** @param random unpredictable at each use, after a restore from a snapshot too */
    public EventIds(RandomGenerator random) {
        this.random = random;
    }

    /** A new id: a random UUID (RFC 9562, version 4). */
    public String create() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /**
     * The id of an event that has a name of its own, such as a client's key. The same name has the same id each time,
     * and no other name has it.
     *
     * @param entry the way in, since the same name may mean something else on another
     */
    public String of(String entry, String... name) {
        Sha256 sha256 = new Sha256().update(netstring(entry));
        for (String part : name) {
            sha256.update(netstring(part));
        }
        return sha256.hex();
    }

    /**
     * The text with its length in front: without it, two names could read the same when they stand one after the other.
     */
    private static String netstring(String part) {
        return part.length() + ":" + part;
    }
}
