package localrunner.dynamodb;

/** Says why a stream could not be read, with DynamoDB Streams' error code. */
public final class StreamReadException extends RuntimeException {

    private final String code;

    public StreamReadException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** The error code, such as {@code ExpiredIteratorException} or {@code TrimmedDataAccessException}. */
    public String code() {
        return code;
    }
}
