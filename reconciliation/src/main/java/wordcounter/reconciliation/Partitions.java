package wordcounter.reconciliation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps any number of values in little memory, and hands them back a partition at a time. All values of one word are in the same
 * partition, whatever they are: so tables that are each larger than the memory can be compared with one another, partition by
 * partition (what databases call a Grace hash join).
 *
 * <p>What does not fit into some megabytes is put into a temporary file. Only its user can read it, and it is deleted as soon as it
 * is open (on Windows, when it is closed or the process ends): so none is left behind, however the process ends. Not thread-safe.
 */
final class Partitions<T> implements AutoCloseable {

    /** One of them has to fit into memory, several times. */
    private static final int NUMBER = 256;

    /** Bytes of a partition that are kept in memory. */
    private static final int MAX_BUFFERED = 8 * 1024;

    /** Writes values to the temporary file, and reads them. */
    interface Format<T> {

        /** The word, or the id, that a value is kept under. */
        String word(T value);

        void write(T value, DataOutputStream out) throws IOException;

        T read(DataInputStream in) throws IOException;
    }

    private record Segment(long position, int length) {}

    private static final class Partition {
        private final List<Segment> segments = new ArrayList<>();
        private final ByteArrayOutputStream buffered = new ByteArrayOutputStream(0);
    }

    private final Path folder;
    private final Format<T> format;
    private final List<Partition> partitions =
            IntStream.range(0, NUMBER).mapToObj(_ -> new Partition()).toList();
    private @Nullable FileChannel file;
    private long size;

    /** @param folder where the temporary file is made, if one is needed */
    Partitions(Path folder, Format<T> format) {
        this.folder = folder;
        this.format = format;
    }

    /** Fills new partitions. They are closed when that fails. */
    static <T> Partitions<T> filled(Path folder, Format<T> format, Consumer<Partitions<T>> filling) {
        Partitions<T> partitions = new Partitions<>(folder, format);
        try {
            filling.accept(partitions);
            return partitions;
        } catch (RuntimeException e) {
            partitions.close();
            throw e;
        }
    }

    /** The numbers of the partitions, the same for all values of all types. */
    static Iterable<Integer> numbers() {
        return IntStream.range(0, NUMBER)::iterator;
    }

    void add(T value) {
        int hash = format.word(value).hashCode();
        Partition partition = partitions.get(Math.floorMod(hash ^ (hash >>> 16), NUMBER));
        try {
            format.write(value, new DataOutputStream(partition.buffered));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        size++;
        if (partition.buffered.size() >= MAX_BUFFERED) {
            writeOut(partition);
        }
    }

    long size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The values of a partition, in the order in which they were added. */
    List<T> get(int number) {
        Partition partition = partitions.get(number);
        List<T> values = new ArrayList<>();
        try {
            for (Segment segment : partition.segments) {
                read(fromFile(segment), values);
            }
            read(partition.buffered.toByteArray(), values);
        } catch (IOException e) {
            throw problem(e);
        }
        return values;
    }

    private void read(byte[] bytes, List<T> values) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() > 0) {
            values.add(format.read(in));
        }
    }

    private byte[] fromFile(Segment segment) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        while (bytes.hasRemaining()) {
            if (open().read(bytes, segment.position() + bytes.position()) < 0) {
                throw new IOException("the temporary file was cut short");
            }
        }
        return bytes.array();
    }

    private void writeOut(Partition partition) {
        try {
            FileChannel channel = open();
            Segment segment = new Segment(channel.position(), partition.buffered.size());
            ByteBuffer bytes = ByteBuffer.wrap(partition.buffered.toByteArray());
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            partition.segments.add(segment);
            partition.buffered.reset();
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel open = file;
        if (open == null) {
            open = FileChannel.open(
                    Files.createTempFile(folder, "words-", ".tmp"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            file = open;
        }
        return open;
    }

    private UncheckedIOException problem(IOException cause) {
        return new UncheckedIOException(
                "what does not fit into memory could not be kept in a temporary file in " + folder + ": "
                        + Optional.ofNullable(cause.getMessage()).orElse(cause.toString()),
                cause);
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw problem(e);
        }
    }
}
