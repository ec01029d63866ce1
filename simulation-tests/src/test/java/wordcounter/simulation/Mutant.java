package wordcounter.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wordcounter.counts.ChunkResult;
import wordcounter.counts.ChunkResult.Applied;
import wordcounter.counts.ChunkResult.Contended;
import wordcounter.counts.ChunkResult.Refused;
import wordcounter.counts.ChunkWrite;
import wordcounter.counts.CountTransactions;
import wordcounter.counts.EventCounter;
import wordcounter.counts.LedgerEntry;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.testing.InMemoryCounts;
import wordcounter.words.Words;

/**
 * The product with one defect: a variation that looks harmless and is not.
 *
 * <p>Each does the right thing as long as nothing goes wrong.
 */
enum Mutant implements Variant {
    LEDGER_CONDITION_REMOVED {
        @Override
        public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
            return write -> calls.make(
                    Operation.WRITE_COUNTS,
                    Variant.told(write),
                    () -> {
                        counts.mark(write);
                        counts.add(write);
                        return new Applied();
                    },
                    (ChunkResult) new Contended());
        }
    },

    /** First the ledger's item, under its condition; then the words, in a call of their own. */
    ADD_OUTSIDE_THE_TRANSACTION {
        @Override
        public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
            return write -> {
                ChunkResult marked = calls.make(Operation.WRITE_LEDGER, Variant.told(write), () -> {
                    ChunkResult result = counts.check(write);
                    if (result instanceof Applied) {
                        counts.mark(write);
                    }
                    return result;
                });
                return marked instanceof Applied ? add(calls, counts, write) : marked;
            };
        }
    },

    /** First the words, when the ledger has no mark; then the mark, in a call of its own. */
    MARKER_WRITTEN_AFTER {
        @Override
        public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
            return write -> {
                ChunkResult mayAdd = calls.make(Operation.READ_LEDGER, Variant.told(write), () -> counts.check(write));
                if (!(mayAdd instanceof Applied)) {
                    return mayAdd;
                }
                ChunkResult added = add(calls, counts, write);
                return calls.make(Operation.WRITE_LEDGER, Variant.told(write), () -> {
                    counts.mark(write);
                    return added;
                });
            };
        }
    },

    /** One ledger item per chunk, with the fingerprint of that chunk's words only. */
    FINGERPRINT_PER_CHUNK {
        @Override
        public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
            return write -> {
                ChunkWrite ofChunk = new ChunkWrite(
                        write.eventId() + "#" + write.chunk(),
                        Words.of(write.words()).fingerprint(),
                        write.acceptedAt(),
                        write.plan(),
                        write.chunk(),
                        write.effect(),
                        write.mayCreate(),
                        write.words());
                ChunkResult result = calls.make(
                        Operation.WRITE_COUNTS, Variant.told(ofChunk), () -> counts.apply(ofChunk), (ChunkResult)
                                new Contended());
                return result instanceof Refused(var existing)
                        ? new Refused(existing.map(entry -> ofEvent(entry, ofChunk, write)))
                        : result;
            };
        }

        // the chunk's item as the entry of its event, whose chunks before it are done: they are done in order
        private LedgerEntry ofEvent(LedgerEntry entry, ChunkWrite ofChunk, ChunkWrite write) {
            return new LedgerEntry(
                    write.eventId(),
                    entry.fingerprint().equals(ofChunk.fingerprint()) ? write.fingerprint() : entry.fingerprint(),
                    entry.plan(),
                    withThoseBefore(entry.counted(), write.chunk()),
                    withThoseBefore(entry.multiplied(), write.chunk()),
                    entry.acceptedAt());
        }

        private Set<Integer> withThoseBefore(Set<Integer> marked, int chunk) {
            return IntStream.range(0, marked.contains(chunk) ? chunk + 1 : chunk)
                    .boxed()
                    .collect(Collectors.toSet());
        }
    },

    MERGE_BY_LAST {
        @Override
        public boolean mergesByLast() {
            return true;
        }
    },

    /** A counter that a deletion could not write to is passed over. */
    CONTENDED_DELETION_IS_DONE {
        @Override
        public boolean contendedForgetWrite() {
            return true;
        }
    },

    /** The record after the first one that was not applied. */
    LATER_CHECKPOINT {
        @Override
        public String answer(JsonObject batch, String answer) {
            List<String> numbers = batch.requiredObjects("Records").stream()
                    .map(Mutant::sequenceNumber)
                    .toList();
            List<Map<String, String>> later = JsonObject.parse(answer).requiredObjects("batchItemFailures").stream()
                    .map(failure -> numbers.indexOf(failure.requiredString("itemIdentifier")) + 1)
                    .filter(next -> next < numbers.size())
                    .map(next -> Map.of("itemIdentifier", numbers.get(next)))
                    .toList();
            return new JsonObject(Map.of("batchItemFailures", later)).toJson();
        }
    },

    /** The handler applies words in the order of the records it sees. */
    WORDS_IN_HASH_ORDER {
        @Override
        public JsonObject batch(JsonObject batch) {
            List<JsonObject> records = new ArrayList<>(batch.requiredObjects("Records"));
            records.sort(
                    Comparator.comparingInt(streamRecord -> key(streamRecord).hashCode()));
            return new JsonObject(
                    Map.of("Records", records.stream().map(JsonObject::members).toList()));
        }

        private String key(JsonObject streamRecord) {
            JsonObject image = streamRecord.requiredObject("dynamodb").requiredObject("NewImage");
            return image.optionalObject("word")
                    .or(() -> Optional.of(image.requiredObject("wordShard")))
                    .orElseThrow()
                    .requiredString("S");
        }
    },

    COUNT_BEFORE_PUBLISH {
        @Override
        public void publish(
                WordsEvent event, Consumer<WordsEvent> publish, EventCounter eventCounter, Instant deadline) {
            eventCounter.count(event, deadline);
            // the handler counts once more afterwards, and finds it done
            publish.accept(event);
        }
    },

    /** A dead letter is deleted when it is received, and put back when it is not replayed. */
    DELETED_BEFORE_IT_IS_REPLAYED {
        @Override
        public boolean deletesOnReceipt() {
            return true;
        }
    },

    /** Lambda answers a replay with status 200 when the function failed, too. */
    FAILED_FUNCTION_IS_REPLAYED {
        @Override
        public Optional<String> answerToReplay(Optional<String> answer) {
            return answer.or(() -> Optional.of("{\"batchItemFailures\":[]}"));
        }
    };

    private static ChunkResult add(Calls calls, InMemoryCounts counts, ChunkWrite write) {
        return calls.make(Operation.WRITE_WORDS, Variant.told(write), () -> {
            counts.add(write);
            return new Applied();
        });
    }

    private static String sequenceNumber(JsonObject streamRecord) {
        return streamRecord.requiredObject("dynamodb").requiredString("SequenceNumber");
    }
}
