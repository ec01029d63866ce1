package wordcounter.reconciliation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.counts.Tally;
import wordcounter.reconciliation.LedgerCheck.Unfinished;
import wordcounter.reconciliation.Tables.Counter;
import wordcounter.reconciliation.Tables.IndexedWord;
import wordcounter.reconciliation.Tables.Summary;

/** How {@link Partitions} writes what it keeps of the tables to a temporary file. */
final class Formats {

    static final Partitions.Format<Counter> COUNTER = new Partitions.Format<>() {
        @Override
        public String word(Counter counter) {
            return counter.word();
        }

        @Override
        public void write(Counter counter, DataOutputStream out) throws IOException {
            out.writeUTF(counter.word());
            out.writeInt(counter.shard());
            writeTally(counter.tally(), out);
            out.writeLong(counter.count());
        }

        @Override
        public Counter read(DataInputStream in) throws IOException {
            return new Counter(in.readUTF(), in.readInt(), readTally(in), in.readLong());
        }
    };

    static final Partitions.Format<Summary> SUMMARY = new Partitions.Format<>() {
        @Override
        public String word(Summary summary) {
            return summary.word();
        }

        @Override
        public void write(Summary summary, DataOutputStream out) throws IOException {
            out.writeUTF(summary.word());
            out.writeInt(summary.seen().size());
            for (Map.Entry<Integer, Tally> shard : summary.seen().entrySet()) {
                out.writeInt(shard.getKey());
                writeTally(shard.getValue(), out);
            }
            out.writeLong(summary.itemCount());
            out.writeBoolean(summary.topBucket().isPresent());
            out.writeUTF(summary.topBucket().orElse(""));
            out.writeLong(summary.version());
        }

        @Override
        public Summary read(DataInputStream in) throws IOException {
            String word = in.readUTF();
            SortedMap<Integer, Tally> seen = new TreeMap<>();
            for (int shards = in.readInt(); shards > 0; shards--) {
                seen.put(in.readInt(), readTally(in));
            }
            long itemCount = in.readLong();
            boolean isIndexed = in.readBoolean();
            String topBucket = in.readUTF();
            return new Summary(
                    word, seen, itemCount, isIndexed ? Optional.of(topBucket) : Optional.empty(), in.readLong());
        }
    };

    static final Partitions.Format<IndexedWord> INDEXED_WORD = new Partitions.Format<>() {
        @Override
        public String word(IndexedWord indexed) {
            return indexed.word();
        }

        @Override
        public void write(IndexedWord indexed, DataOutputStream out) throws IOException {
            out.writeUTF(indexed.word());
            out.writeLong(indexed.count());
        }

        @Override
        public IndexedWord read(DataInputStream in) throws IOException {
            return new IndexedWord(in.readUTF(), in.readLong());
        }
    };

    static final Partitions.Format<Unfinished> UNFINISHED = new Partitions.Format<>() {
        @Override
        public String word(Unfinished event) {
            return event.eventId();
        }

        @Override
        public void write(Unfinished event, DataOutputStream out) throws IOException {
            out.writeUTF(event.eventId());
            out.writeUTF(event.expected());
            out.writeUTF(event.found());
        }

        @Override
        public Unfinished read(DataInputStream in) throws IOException {
            return new Unfinished(in.readUTF(), in.readUTF(), in.readUTF());
        }
    };

    static final Partitions.Format<String> WORD = new Partitions.Format<>() {
        @Override
        public String word(String word) {
            return word;
        }

        @Override
        public void write(String word, DataOutputStream out) throws IOException {
            out.writeUTF(word);
        }

        @Override
        public String read(DataInputStream in) throws IOException {
            return in.readUTF();
        }
    };

    private Formats() {}

    private static void writeTally(Tally tally, DataOutputStream out) throws IOException {
        out.writeLong(tally.counted());
        out.writeLong(tally.multiplied());
        out.writeLong(tally.forgotten());
    }

    private static Tally readTally(DataInputStream in) throws IOException {
        return new Tally(in.readLong(), in.readLong(), in.readLong());
    }
}
