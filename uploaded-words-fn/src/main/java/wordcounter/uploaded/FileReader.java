package wordcounter.uploaded;

import java.nio.ByteBuffer;
import java.time.Instant;
import wordcounter.uploads.UploadedFile;

/** Reads one file from a place on to its end, a range at a time. Holds two ranges at most. Not thread-safe. */
final class FileReader {

    private final UploadedFiles files;
    private final UploadedFile file;
    private final int rangeBytes;
    private final Instant deadline;

    /** Read, and not taken yet. */
    private ByteBuffer ahead = ByteBuffer.allocate(0);

    /** Of what is read next. */
    private long position;

    /**
     * @param position where to begin
     * @param deadline after which nothing is tried again
     */
    FileReader(UploadedFiles files, UploadedFile file, int rangeBytes, long position, Instant deadline) {
        this.files = files;
        this.file = file;
        this.rangeBytes = rangeBytes;
        this.position = position;
        this.deadline = deadline;
    }

    /** What comes next: so many bytes or more, or all that are left; no bytes at the end of the file. */
    ByteBuffer ahead(int bytes) {
        while (ahead.remaining() < bytes && position < file.size()) {
            byte[] range = files.read(file, position, (int) Math.min(rangeBytes, file.size() - position), deadline);
            position += range.length;
            ahead = ahead.hasRemaining()
                    ? ByteBuffer.allocate(ahead.remaining() + range.length)
                            .put(ahead)
                            .put(range)
                            .flip()
                    : ByteBuffer.wrap(range);
        }
        return ahead;
    }

    /** Takes so many of the bytes that come next. */
    byte[] take(int bytes) {
        byte[] taken = new byte[bytes];
        ahead.get(taken);
        return taken;
    }
}
