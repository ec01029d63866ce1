package wordcounter.debounce;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import wordcounter.documents.DocumentId;

/**
 * Fetches documents over HTTP from one address. Documents are minutes apart, so each has a connection of its own, and nothing of it is
 * left in a snapshot. Thread-safe.
 */
final class HttpDocumentServer implements DocumentServer {

    static final int MAX_BYTES = 1024 * 1024;

    /** For all of one document, redirects included. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int MOST_REDIRECTS = 3;

    private final URI base;
    private final Supplier<Optional<String>> token;
    private final Clock clock;

    /**
     * @param base what the address of each document begins with, without a slash at the end
     * @param token proves to the server who asks; empty when it wants no proof
     */
    HttpDocumentServer(URI base, Supplier<Optional<String>> token, Clock clock) {
        this.base = base;
        this.token = token;
        this.clock = clock;
    }

    @Override
    public Answer fetch(DocumentId id, Instant deadline) {
        Instant latest = clock.instant().plus(TIMEOUT);
        Instant end = latest.isBefore(deadline) ? latest : deadline;
        Optional<String> bearer = token.get();
        try (HttpClient client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(Redirect.NEVER)
                .build()) {
            URI address = URI.create(base + "/" + id.pathSegment());
            for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
                HttpResponse<byte[]> response = get(client, address, bearer, end);
                if (response.statusCode() / 100 != 3) {
                    return answer(response);
                }
                Optional<URI> target = target(response, address);
                if (target.isEmpty()) {
                    return new Answer.Unreadable("the documents' server redirects to another one, or to nowhere");
                }
                address = target.get();
            }
            return new Answer.Unreadable("the documents' server redirects more than " + MOST_REDIRECTS + " times");
        } catch (TooLargeException e) {
            return new Answer.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse<byte[]> get(HttpClient client, URI address, Optional<String> bearer, Instant end) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "text/plain, text/*;q=0.9");
        bearer.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        try {
            return client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES))
                    .get(Duration.between(clock.instant(), end).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            client.shutdownNow();
            throw new UnavailableException("the documents' server did not answer in time", e);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            client.shutdownNow();
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
    }

    /** The JDK tells a body that is too long by the text of its exception only; a test holds that text. */
    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof IOException cause
                        && String.valueOf(cause.getMessage()).contains("body exceeds capacity")
                ? new TooLargeException()
                : new UnavailableException("the documents' server did not answer", e);
    }

    /** Where a redirect leads. Never to another server: that could be one that only this function reaches, or one that collects tokens. */
    private Optional<URI> target(HttpResponse<byte[]> response, URI address) {
        try {
            return response.headers()
                    .firstValue("Location")
                    .map(address::resolve)
                    .filter(target ->
                            target.getRawUserInfo() == null && origin(target).equals(origin(base)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // it is no address
        }
    }

    /** Scheme, host and port (RFC 6454). */
    private static String origin(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int standardPort = scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT) + ":"
                + (address.getPort() < 0 ? standardPort : address.getPort());
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return switch (status) {
            case 200 -> content(response.body());
            case 404, 410 -> new Answer.Gone();
            case 408, 425, 429 -> throw new UnavailableException("the documents' server answered " + status);
            default -> {
                if (status >= 500) {
                    throw new UnavailableException("the documents' server answered " + status);
                }
                yield new Answer.Unreadable("the documents' server answered " + status);
            }
        };
    }

    private static Answer content(byte[] body) {
        try {
            return new Answer.Content(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return new Answer.Unreadable("the document is not UTF-8");
        }
    }

    /** There is more than {@link #MAX_BYTES}. */
    private static final class TooLargeException extends RuntimeException {
        TooLargeException() {
            super("the document has more than " + MAX_BYTES + " bytes");
        }
    }
}
