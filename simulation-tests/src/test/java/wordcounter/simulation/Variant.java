package wordcounter.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import wordcounter.counts.ChunkResult;
import wordcounter.counts.ChunkWrite;
import wordcounter.counts.CountTransactions;
import wordcounter.counts.EventCounter;
import wordcounter.digest.DigestFunction.Defect;
import wordcounter.documents.Document;
import wordcounter.documents.Documents;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.summaries.SummaryStore;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.InMemoryDocuments;
import wordcounter.testing.InMemorySummaries;
import wordcounter.uploads.Uploads;

/** The product under test; as it is, unless a method is overridden to put a defect into it. */
interface Variant {

    Variant PRODUCT = new Variant() {
        @Override
        public String toString() {
            return "the product";
        }
    };

    /** A write in a trace's words: what it does comes first. */
    static String told(ChunkWrite write) {
        return "effect=%s chunk %d of %d %s of event %.8s, shard %d%s"
                .formatted(
                        write.effect(),
                        write.chunk() + 1,
                        write.plan().chunks(),
                        new TreeMap<>(write.words()),
                        write.eventId(),
                        write.plan().shard(),
                        write.mayCreate() ? "" : ", must not make an entry");
    }

    /** How a chunk is written. */
    default CountTransactions transactions(Calls calls, InMemoryCounts counts) {
        return write ->
                calls.make(Operation.WRITE_COUNTS, told(write), () -> counts.apply(write), ChunkResult.Contended::new);
    }

    /** What the API function does before it counts. */
    default void publish(WordsEvent event, Consumer<WordsEvent> publish, EventCounter eventCounter, Instant deadline) {
        publish.accept(event);
    }

    /** What a write of a deletion answers when it met other transactions, and so did nothing. */
    default boolean contendedForgetWrite() {
        return false;
    }

    /** How summaries are read and written. */
    default SummaryStore summaries(Calls calls, InMemorySummaries summaries) {
        return new SummaryCalls(calls, summaries);
    }

    /** What the aggregator gets to see of a batch. */
    default JsonObject batch(JsonObject batch) {
        return batch;
    }

    /** What the stream gets to see of the aggregator's answer. */
    default String answer(JsonObject batch, String answer) {
        return answer;
    }

    /** What the function behind the queue gets to see of a batch. */
    default JsonObject queuedTexts(JsonObject batch) {
        return batch;
    }

    /** What the queue gets to see of its function's answer. */
    default String answerOfQueuedTexts(String answer) {
        return answer;
    }

    /** What the function behind the queue gets to see of texts that are replayed. */
    default JsonObject replayedTexts(JsonObject batch) {
        return batch;
    }

    /** What the function behind the bucket gets to see of S3's event. */
    default JsonObject uploadedFiles(JsonObject s3Event) {
        return s3Event;
    }

    /**
     * What is written down of files.
     *
     * @param unpublished what is held back until the progress is written, if this variant holds anything back
     */
    default Uploads uploads(Uploads uploads, List<Runnable> unpublished) {
        return uploads;
    }

    /** Whether the events of a file are published only after the progress is written. */
    default boolean holdsBackUploads() {
        return false;
    }

    default Defect digestDefect() {
        return Defect.NONE;
    }

    /** What the stream, or a replay, gets to see of the digest's answer. */
    default String answerOfDigest(String answer) {
        return answer;
    }

    /** How documents are read and written. */
    default Documents documents(Calls calls, InMemoryDocuments table) {
        return new DocumentCalls(calls, table);
    }

    /** Whether a check is sent for a change that was just marked. */
    default boolean sendsCheck(Document marked) {
        return true;
    }

    /** What the queues of documents get to see of their function's answer. */
    default String answerOfDocumentWords(String answer) {
        return answer;
    }

    default boolean deletesOnReceipt() {
        return false;
    }

    /** What a replay gets to see of the answer of a function that it invoked, which is empty when the function failed. */
    default Optional<String> answerToReplay(Optional<String> answer) {
        return answer;
    }
}
