package localrunner.invoke;

/** Lambda's {@code RequestTooLargeException} (413): the payload is larger than the invocation type allows. */
public final class RequestTooLargeException extends RuntimeException {
    RequestTooLargeException(int bytes, String invocationType, int limit) {
        super("%d byte payload is too large for the %s invocation type (limit %d bytes)"
                .formatted(bytes, invocationType, limit));
    }
}
