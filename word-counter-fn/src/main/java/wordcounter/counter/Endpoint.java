package wordcounter.counter;

import java.time.Instant;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;

/** One of the ways in. */
@FunctionalInterface
interface Endpoint {

    /**
     * Answers a request.
     *
     * @param deadline after which no call may be begun
     * @throws wordcounter.http.ProblemException to answer with a problem instead
     */
    ApiResponse handle(ApiRequest request, Instant deadline);
}
