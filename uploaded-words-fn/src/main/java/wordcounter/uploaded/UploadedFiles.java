package wordcounter.uploaded;

import java.time.Instant;
import wordcounter.uploads.UploadedFile;

/** Reads files. */
@FunctionalInterface
interface UploadedFiles {

    /**
     * Reads a part of a file.
     *
     * @param from its first byte
     * @param length at least 1; the file is as long as from and length together, or longer
     * @param deadline after which nothing is tried again
     * @throws FileGoneException when somebody has deleted the file
     */
    byte[] read(UploadedFile file, long from, int length, Instant deadline);

    /** There is no such file any more. */
    final class FileGoneException extends RuntimeException {
        FileGoneException(Throwable cause) {
            super(cause);
        }
    }
}
