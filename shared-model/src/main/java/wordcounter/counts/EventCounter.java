package wordcounter.counts;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.zip.CRC32;
import wordcounter.counts.ChunkResult.Applied;
import wordcounter.counts.ChunkResult.Contended;
import wordcounter.counts.ChunkResult.Refused;
import wordcounter.events.WordsEvent;
import wordcounter.runtime.Backoff;

/**
 * Counts an event's words once, however often the event is delivered and wherever a process dies.
 *
 * <p>The function that takes an event in adds the 1, and the subscriber of the topic adds the 10. Both may be called
 * again at any time, in any order and side by side:
 *
 * <pre>{@code
 * EventCounter counter = new EventCounter(transactions, backoff, clock, ChunkPlan.MAX_SIZE, 32);
 * WordsEvent event = new WordsEvent("e1", "request-1", clock.instant(), Words.of(Map.of("hello", 1)));
 * counter.count(event, deadline);    // hello: 1
 * counter.multiply(event, deadline); // hello: 11
 * counter.multiply(event, deadline); // hello: 11, it was done
 * }</pre>
 *
 * <p>Each chunk of an event's words is one transaction, which marks the chunk in the event's ledger entry and adds to
 * the counters. The first write of the ledger decides whose words the event has. Thread-safe.
 */
public final class EventCounter {

    /** {@link #LEDGER_LIFETIME} in days, for texts. */
    public static final int LEDGER_DAYS = 45;

    /** How long after its acceptance an event is remembered in the ledger. */
    public static final Duration LEDGER_LIFETIME = Duration.ofDays(LEDGER_DAYS);

    /**
     * How old an event may be to get an entry in the ledger. It is less than {@link #LEDGER_LIFETIME}, so that an event
     * without an entry is never one that was counted and then forgotten.
     */
    public static final Duration MAX_AGE = Duration.ofDays(40);

    /** Counters a word can be spread over. */
    public static final int MAX_SHARDS = 256;

    private final CountTransactions transactions;
    private final Backoff backoff;
    private final Clock clock;
    private final int chunkSize;
    private final int shards;

    /** @param shards counters that a word is spread over; may grow from one deployment to the next, not shrink */
    public EventCounter(CountTransactions transactions, Backoff backoff, Clock clock, int chunkSize, int shards) {
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IllegalArgumentException("a word has 1 to " + MAX_SHARDS + " shards, not " + shards);
        }
        this.transactions = transactions;
        this.backoff = backoff;
        this.clock = clock;
        this.chunkSize = chunkSize;
        this.shards = shards;
    }

    /**
     * Adds 1 per occurrence of each word, unless that is done.
     *
     * @param deadline after which no transaction is begun
     * @throws UnfinishedCountException when it could not be finished; what is done stays done, and the multiplier
     *     finishes it
     */
    public Outcome count(WordsEvent event, Instant deadline) {
        ChunkPlan plan = plan(event);
        boolean owned = false;
        try {
            for (int chunk = 0; chunk < plan.chunks(); ) {
                switch (apply(event, plan, chunk, Effect.COUNT, deadline)) {
                    case Applied() -> {
                        owned = true;
                        chunk++;
                    }
                    case Refused(var existing) -> {
                        if (existing.isEmpty()) {
                            return Outcome.TOO_OLD;
                        }
                        LedgerEntry entry = existing.get();
                        if (!entry.fingerprint().equals(event.fingerprint())) {
                            return Outcome.DIFFERENT_WORDS;
                        }
                        owned = true;
                        plan = entry.plan();
                        chunk = nextUnmarked(entry.counted(), plan);
                    }
                    case Contended() -> throw new ContentionException(event.eventId());
                }
            }
            return Outcome.DONE;
        } catch (RuntimeException e) {
            throw new UnfinishedCountException(owned, e);
        }
    }

    /**
     * Adds 10 per occurrence of each word, and the 1 too where it is missing, unless that is done.
     *
     * @param deadline after which no transaction is begun
     * @throws ContentionException when it was not finished by then; what is done stays done
     */
    public Outcome multiply(WordsEvent event, Instant deadline) {
        ChunkPlan plan = plan(event);
        Effect effect = Effect.MULTIPLY;
        for (int chunk = 0; chunk < plan.chunks(); ) {
            switch (apply(event, plan, chunk, effect, deadline)) {
                case Applied() -> {
                    chunk++;
                    effect = Effect.MULTIPLY;
                }
                case Refused(var existing) -> {
                    if (existing.isEmpty()) {
                        if (isTooOld(event)) {
                            return Outcome.TOO_OLD;
                        }
                        effect = Effect.COUNT_AND_MULTIPLY;
                        continue;
                    }
                    LedgerEntry entry = existing.get();
                    if (!entry.fingerprint().equals(event.fingerprint())) {
                        return Outcome.DIFFERENT_WORDS;
                    }
                    plan = entry.plan();
                    chunk = nextUnmarked(entry.multiplied(), plan);
                    // not counted: finish it; counted in the meantime, that race being lost: only the +10 is missing
                    effect = entry.counted().contains(chunk) ? Effect.MULTIPLY : Effect.COUNT_AND_MULTIPLY;
                }
                case Contended() -> throw new ContentionException(event.eventId());
            }
        }
        return Outcome.DONE;
    }

    private ChunkResult apply(WordsEvent event, ChunkPlan plan, int chunk, Effect effect, Instant deadline) {
        ChunkWrite write = new ChunkWrite(
                event.eventId(),
                event.fingerprint(),
                event.acceptedAt(),
                plan,
                chunk,
                effect,
                !isTooOld(event),
                plan.words(event.words(), chunk));
        if (!clock.instant().isBefore(deadline)) {
            return new Contended();
        }
        return backoff.retryWhile(Contended.class::isInstance, () -> transactions.apply(write), deadline);
    }

    private ChunkPlan plan(WordsEvent event) {
        return ChunkPlan.of(event.words(), chunkSize, shardOf(event.eventId()));
    }

    private int shardOf(String eventId) {
        CRC32 crc = new CRC32();
        crc.update(eventId.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % shards);
    }

    private boolean isTooOld(WordsEvent event) {
        return isTooOld(event.acceptedAt(), clock.instant());
    }

    /** Whether an event that was accepted then is not counted any more when the ledger does not know it, see {@link #MAX_AGE}. */
    public static boolean isTooOld(Instant acceptedAt, Instant now) {
        return acceptedAt.plus(MAX_AGE).isBefore(now);
    }

    private static int nextUnmarked(Set<Integer> marked, ChunkPlan plan) {
        int chunk = 0;
        while (chunk < plan.chunks() && marked.contains(chunk)) {
            chunk++;
        }
        return chunk;
    }
}
