package localrunner.edge;

/**
 * An AWS service behind the edge port.
 *
 * <p>Each request is handled on a virtual thread of its own, so {@link #handle} may block, and has to be thread-safe.
 */
public interface EdgeService {

    /**
     * The service's name in a SigV4 credential scope: {@code sns}, {@code sqs}, {@code dynamodb}, {@code lambda},
     * {@code ssm}. What is the runner's own begins with {@code _} and has the path of that name.
     */
    String name();

    /**
     * Answers a request. An error of the service is an answer too, in the service's protocol.
     *
     * @throws InterruptedException when the edge is being closed
     */
    EdgeResponse handle(EdgeRequest request) throws InterruptedException;

    /** The same service for a caller that has assumed a role, which only a service that checks permissions asks. */
    default EdgeService inTheNameOf(String roleArn) {
        return this;
    }
}
