package wordcounter.http;

import java.time.Instant;
import wordcounter.runtime.InvocationMetrics;
import wordcounter.runtime.Metric;

/** Tells which texts an endpoint does not accept for what they are: those answered 4xx. Thread-safe if the endpoint is. */
public record MeasuredEndpoint(Endpoint endpoint, InvocationMetrics metrics) implements Endpoint {

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        try {
            return endpoint.handle(request, deadline);
        } catch (ProblemException e) {
            if (e.problem().type().status() / 100 == 4) {
                metrics.add(Metric.REFUSED, 1);
            }
            throw e;
        }
    }
}
