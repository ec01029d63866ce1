package wordcounter.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Sends a request to its endpoint often enough that Java has compiled what lies below the SDK: sockets, TLS, HTTP.
 *
 * <p>It is sent without its signature. The service refuses it, and any answer will do. Each connection is another
 * client's, so that its handshake is a full one, as the first after a restore is.
 */
final class EndpointPriming {

    /** The longest that one endpoint takes. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    /** After 20 handshakes one takes half of the time that it took after two, and no less after 100. */
    static final int CONNECTIONS = 20;

    static final int REQUESTS_PER_CONNECTION = Priming.TIMES / CONNECTIONS;

    private final Duration limit;
    private final Supplier<SdkHttpClient> throwAwayClients;

    /** @param limit the longest that one endpoint takes */
    EndpointPriming(Duration limit, Supplier<SdkHttpClient> throwAwayClients) {
        this.limit = limit;
        this.throwAwayClients = throwAwayClients;
    }

    /**
     * Sends the request.
     *
     * @throws IOException when it got no answer, or not all of them within the limit
     */
    void send(HttpExecuteRequest request) throws IOException, InterruptedException {
        HttpExecuteRequest unsigned = HttpExecuteRequest.builder()
                .request(request.httpRequest().toBuilder()
                        .removeHeader("Authorization")
                        .removeHeader("X-Amz-Security-Token")
                        .build())
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .build();
        List<SdkHttpClient> clients =
                Stream.generate(throwAwayClients).limit(CONNECTIONS).toList();
        FutureTask<Void> exchanges = new FutureTask<>(() -> exchangeAll(unsigned, clients));
        try {
            // on a thread of its own: nothing else bounds the time that looking up a host takes
            Thread.ofPlatform().daemon().name("endpoint-priming").start(exchanges);
            exchanges.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("it took longer than " + limit.toMillis() + " ms", e);
        } finally {
            exchanges.cancel(true);
            clients.forEach(SdkHttpClient::close); // which ends what the thread still reads
        }
    }

    private static Void exchangeAll(HttpExecuteRequest request, List<SdkHttpClient> clients) throws IOException {
        for (SdkHttpClient client : clients) {
            for (int i = 0; i < REQUESTS_PER_CONNECTION; i++) {
                HttpExecuteResponse response = client.prepareRequest(request).call();
                try (AbortableInputStream body = response.responseBody().orElseGet(AbortableInputStream::createEmpty)) {
                    body.readAllBytes();
                }
            }
        }
        return null;
    }
}
