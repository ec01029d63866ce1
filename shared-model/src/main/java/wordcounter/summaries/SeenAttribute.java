package wordcounter.summaries;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.EventCounter;
import wordcounter.counts.Tally;
import wordcounter.dynamodb.StoredItem;

/**
 * Writes and reads the attribute {@link SummaryItem#SEEN}: the numbers of each of a word's counters, in a few bytes.
 *
 * <p>The first byte is the layout's version, {@value #VERSION}. Then come four numbers for each shard that was seen, in
 * ascending order: how many shards were passed over since the one before, {@code counted}, {@code counted} less
 * {@code multiplied}, and {@code forgotten}. The third can be negative and is written in zigzag (0, -1, 1, -2 are 0, 1,
 * 2, 3); it is small, since a +10 follows its +1 soon. Each number is a varint: seven bits a byte, the lowest first, and
 * the eighth bit set on all bytes but the last (Protocol Buffers, "Encoding").
 *
 * <p>128 shards of which each has counted up to 268 million take at most 900 bytes. So a summary is below 1 KB, which
 * is what one write unit pays for.
 */
public final class SeenAttribute {

    private static final byte VERSION = 1;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int VALUE = MORE - 1;

    /** The tenth byte of a number has its 64th bit, and no other. */
    private static final int LAST_SHIFT = Long.SIZE - 1;

    private SeenAttribute() {}

    static AttributeValue of(SortedMap<Integer, Tally> seen) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        int next = 0;
        for (Map.Entry<Integer, Tally> entry : seen.entrySet()) {
            Tally tally = entry.getValue();
            write(entry.getKey() - next, bytes);
            write(tally.counted(), bytes);
            write(zigzag(tally.counted() - tally.multiplied()), bytes);
            write(tally.forgotten(), bytes);
            next = entry.getKey() + 1;
        }
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes.toByteArray()));
    }

    /** @throws IllegalStateException when the summary does not have it as it is written here */
    public static SortedMap<Integer, Tally> parse(StoredItem summary) {
        ByteBuffer bytes = ByteBuffer.wrap(summary.requiredBytes(SummaryItem.SEEN));
        if (!bytes.hasRemaining() || bytes.get() != VERSION) {
            throw unreadable(summary, "does not begin with " + VERSION + ", the only layout that is known here");
        }
        SortedMap<Integer, Tally> seen = new TreeMap<>();
        int next = 0;
        while (bytes.hasRemaining()) {
            long shard = next + read(bytes, summary);
            if (shard < 0 || shard >= EventCounter.MAX_SHARDS) {
                throw unreadable(summary, "has a shard that is none: a word has " + EventCounter.MAX_SHARDS);
            }
            long counted = read(bytes, summary);
            long multiplied = counted - unzigzag(read(bytes, summary));
            long forgotten = read(bytes, summary);
            if (counted < 0 || multiplied < 0 || forgotten < 0) {
                throw unreadable(summary, "has a negative number");
            }
            seen.put((int) shard, new Tally(counted, multiplied, forgotten));
            next = (int) shard + 1;
        }
        return seen;
    }

    private static void write(long number, ByteArrayOutputStream bytes) {
        long rest = number;
        while ((rest & ~VALUE) != 0) {
            bytes.write((int) (rest & VALUE) | MORE);
            rest >>>= BITS;
        }
        bytes.write((int) rest);
    }

    private static long read(ByteBuffer bytes, StoredItem summary) {
        long number = 0;
        for (int shift = 0; bytes.hasRemaining(); shift += BITS) {
            int next = Byte.toUnsignedInt(bytes.get());
            if (shift > LAST_SHIFT || (shift == LAST_SHIFT && next > 1)) {
                throw unreadable(summary, "has a number that is too long");
            }
            number |= (long) (next & VALUE) << shift;
            if ((next & MORE) == 0) {
                if (next == 0 && shift > 0) {
                    throw unreadable(summary, "has a number that is not written as briefly as it can be");
                }
                return number;
            }
        }
        throw unreadable(summary, "ends in the middle of a number");
    }

    private static long zigzag(long number) {
        return (number << 1) ^ (number >> (Long.SIZE - 1));
    }

    private static long unzigzag(long number) {
        return (number >>> 1) ^ -(number & 1);
    }

    private static IllegalStateException unreadable(StoredItem summary, String reason) {
        return new IllegalStateException("there is " + summary.kind() + " whose " + SummaryItem.SEEN + " " + reason
                + ": the table was written by something else, or by another version");
    }
}
