package wordcounter.uploads;

/**
 * How far a file is counted: all before a place in it.
 *
 * @param chunks that are counted; the number of the next one, too
 * @param bytes that those chunks have; where the next one begins
 */
public record Progress(int chunks, long bytes) {

    public static final Progress NONE = new Progress(0, 0);

    public Progress {
        if (chunks < 0 || bytes < chunks) {
            throw new IllegalArgumentException(chunks + " chunks don't have " + bytes + " bytes");
        }
    }
}
