package wordcounter.testing;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Invokes a handler as Lambda's runtime does. */
public final class Invocation {

    private Invocation() {}

    /**
     * Hands the event to the handler.
     *
     * @param timeLeft how long the invocation may take
     * @return what the handler wrote; empty when it answers nothing
     */
    public static String of(RequestStreamHandler handler, InputStream event, Duration timeLeft) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(event, output, new TestContext(timeLeft));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Hands the event's text to the handler. */
    public static String of(RequestStreamHandler handler, String event, Duration timeLeft) {
        return of(handler, new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), timeLeft);
    }
}
