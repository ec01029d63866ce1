package localrunner.edge;

import java.io.IOException;
import java.io.InputStream;

/**
 * An AWS service behind the edge port whose bodies may be larger than the memory: it reads and writes them as they come.
 *
 * <p>Each request is handled on a virtual thread of its own, so {@link #handle} may block, and has to be thread-safe.
 */
public interface StreamingService {

    /** The service's name in a SigV4 credential scope, such as {@code s3}. */
    String name();

    /** Whether a request that is not signed is the service's, by its host or path. */
    boolean isAddressedBy(EdgeRequest head);

    /**
     * Answers a request. An error of the service is an answer too, in the service's protocol.
     *
     * @param head without a body
     * @param body as sent; what is not read of it is dropped
     * @throws IOException when the body can't be read to its end, so that nobody waits for an answer
     * @throws InterruptedException when the edge is being closed
     */
    StreamedResponse handle(EdgeRequest head, InputStream body) throws IOException, InterruptedException;
}
