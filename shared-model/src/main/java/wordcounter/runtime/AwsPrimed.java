package wordcounter.runtime;

import java.io.IOException;
import java.security.Security;
import java.util.Map;
import software.amazon.awssdk.http.HttpExecuteRequest;

/**
 * Primes a handler that calls AWS, down to the sockets.
 *
 * <p>First the twin runs over canned answers. Then one request to each endpoint that it called is sent there, unsigned,
 * by throw-away HTTP clients: most of what a first call needs is TLS. Last, credentials are read as after a restore,
 * though made-up ones and from this process. Without a network the first answers take longer, and nothing else is
 * amiss: that is logged, and the version is published.
 *
 * <p>Only code is left of this in the snapshot. The clients are closed with their connections and TLS sessions, and
 * Java keeps no host's address, since one of the day of the snapshot would count as fresh after the restore ("Maximize
 * Lambda SnapStart performance", networking best practices; Lambda's own resolver keeps addresses).
 */
public interface AwsPrimed extends SnapStartPrimed {

    /**
     * Runs a twin of this handler over these clients. An exception fails the publication of the version.
     *
     * @param clients answer every call at once, see {@link AwsClients#canned()}
     */
    void prime(AwsClients clients) throws Exception;

    /** Where a warning goes. */
    JsonLog log();

    @Override
    default void prime() throws Exception {
        // both are read when the first host is looked up, and never again
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");

        CannedHttpClient canned = new CannedHttpClient();
        try (TemporaryProperty _ = TemporaryProperty.traceHeader()) {
            prime(AwsClients.canned(canned, Environment.ofProcess()));
        }
        EndpointPriming endpoints = new EndpointPriming(EndpointPriming.LIMIT, AwsClients::throwAwayHttp);
        for (Map.Entry<String, HttpExecuteRequest> request : canned.requests().entrySet()) {
            primeOrWarn(request.getKey(), () -> endpoints.send(request.getValue()));
        }
        primeOrWarn("container credentials", CredentialsPriming::run);
    }

    private void primeOrWarn(String what, PrimingStep step) throws InterruptedException {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            JsonLog log = log();
            log.warn(
                    "not primed down to the network, first answers will take longer",
                    Map.of("endpoint", what, "reason", e.toString()));
        }
    }

    /** What may fail without harm. */
    @FunctionalInterface
    interface PrimingStep {
        void run() throws IOException, InterruptedException;
    }
}
