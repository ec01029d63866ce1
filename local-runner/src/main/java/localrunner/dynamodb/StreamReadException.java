package localrunner.dynamodb;

/** A stream could not be read; {@link #code} says why, in the words of DynamoDB Streams. */
public final class StreamReadException extends RuntimeException {

    private final String code;

    public StreamReadException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** {@code ResourceNotFoundException}, {@code ExpiredIteratorException}, {@code TrimmedDataAccessException} ... */
    public String code() {
        return code;
    }
}
