package wordcounter.http;

import java.time.Instant;

/** Answers the requests of one route of the API: of one method on one resource. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers a request.
     *
     * @param deadline after which no call may be begun
     * @throws ProblemException to answer with a problem instead
     */
    ApiResponse handle(ApiRequest request, Instant deadline);
}
