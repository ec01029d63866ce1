package wordcounter.digest;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Posts by HTTP ("Sending messages using incoming webhooks" and "Rate limits", docs.slack.dev).
 *
 * <p>Each message has a connection of its own. One that is kept may be dead when Lambda thaws the process, and then nobody knows
 * whether a message got through. Nothing of the address gets into a result. Thread-safe.
 */
final class HttpSlackPost implements SlackPost {

    /** The longest that a message takes. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** For an answer that says no time. */
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

    /** However long Slack wants to wait: then the next message finds out. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** Somebody on the way gave up waiting for Slack, which may have taken the message. */
    private static final int GATEWAY_TIMEOUT = 504;

    private final Duration timeout;

    /** @param timeout the longest that a message takes */
    HttpSlackPost(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public Result post(Webhook webhook, SlackMessage message) {
        HttpRequest request = HttpRequest.newBuilder(webhook.uri())
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(message.toJson()))
                .build();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        try {
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            // the time of the whole exchange; a request's own timeout ends with the answer's first line
            return result(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Result.NoAnswer("Slack did not answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            return failure(Optional.ofNullable(e.getCause()).orElse(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.NoAnswer("interrupted");
        } finally {
            http.shutdownNow();
        }
    }

    private static Result result(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status == OK) {
            return new Result.Posted();
        }
        if (status == TOO_MANY_REQUESTS) {
            return new Result.RateLimited(
                    wait(answer.headers().firstValue("Retry-After").orElse("")));
        }
        String reason = "Slack answered " + status + error(answer.body());
        if (status == GATEWAY_TIMEOUT) {
            return new Result.NoAnswer(reason);
        }
        return status >= SERVER_ERROR ? new Result.Unavailable(reason) : new Result.Refused(reason);
    }

    private static Duration wait(String retryAfter) {
        if (!retryAfter.matches("[0-9]{1,9}")) {
            return DEFAULT_WAIT;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(retryAfter));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Slack's word for what is wrong, such as no_service. Anything else is not repeated: it may quote the request. */
    private static String error(String body) {
        return body.strip().matches("[a-z_]{1,40}") ? " " + body.strip() : "";
    }

    /** The name of the exception is enough; a message of one may have the address. */
    private static Result failure(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        return isNotSent(cause)
                ? new Result.Unavailable("Slack was not reached: " + name)
                : new Result.NoAnswer("Slack's answer was lost: " + name);
    }

    private static boolean isNotSent(@Nullable Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLHandshakeException
                || (cause != null && isNotSent(cause.getCause()));
    }
}
