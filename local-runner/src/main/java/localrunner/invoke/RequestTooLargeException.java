package localrunner.invoke;

/** Lambda's {@code RequestTooLargeException} (413): the payload is larger than the invocation type allows. */
public final class RequestTooLargeException extends RuntimeException {

    /** Of {@code RequestResponse}, in bytes: "Lambda quotas". */
    public static final int SYNCHRONOUS_LIMIT = 6 * 1024 * 1024;

    /** Of {@code Event}, in bytes: "Lambda quotas", 1 MB since 2025. */
    public static final int ASYNCHRONOUS_LIMIT = 1024 * 1024;

    public RequestTooLargeException(int bytes, String invocationType, int limit) {
        super("%d byte payload is too large for the %s invocation type (limit %d bytes)"
                .formatted(bytes, invocationType, limit));
    }
}
