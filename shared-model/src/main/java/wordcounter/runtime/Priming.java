package wordcounter.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Gives a handler's throw-away twin an event before the snapshot, see {@link SnapStartPrimed}. */
public final class Priming {

    private static final Duration TIME = Duration.ofSeconds(5);

    /** What the twin does with the event. */
    @FunctionalInterface
    public interface Call {

        /**
         * @throws RuntimeException when it did not come to the end: a snapshot of half a function is worse than none
         */
        void handle(InputStream event, Instant deadline) throws IOException;
    }

    private Priming() {}

    /** @param resource the event's file, beside the handler's class */
    public static void run(Class<?> handler, String resource, Clock clock, Call call) throws IOException {
        try (InputStream event = handler.getResourceAsStream(resource)) {
            if (event == null) {
                throw new FileNotFoundException(resource + " is not beside " + handler.getName());
            }
            call.handle(event, clock.instant().plus(TIME));
        }
    }
}
