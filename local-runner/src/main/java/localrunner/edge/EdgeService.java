package localrunner.edge;

/**
 * One AWS service behind the edge port.
 *
 * <p>Thread-safe: each request is handled on a virtual thread of its own, so {@link #handle} may block.
 */
public interface EdgeService {

    /**
     * The service's name in a SigV4 credential scope: {@code sns}, {@code sqs}, {@code dynamodb}, {@code lambda},
     * {@code ssm}.
     */
    String name();

    /**
     * Answers a request; errors of the service are answers too, in the service's own protocol.
     *
     * @throws InterruptedException when the edge is being closed
     */
    EdgeResponse handle(EdgeRequest request) throws InterruptedException;
}
