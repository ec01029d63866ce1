package wordcounter.runtime;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Gives a handler's throw-away twin an event before the snapshot, many times over, see {@link SnapStartPrimed}. */
public final class Priming {

    /**
     * As often a method is called before Java compiles it: it looks at every 128th call, and compiles from 200 on
     * (HotSpot's {@code Tier0InvokeNotifyFreqLog} and {@code Tier3InvocationThreshold}).
     */
    static final int TIMES = 260;

    /** The longest that an event is repeated. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** So long that a slow machine fails no publication. */
    private static final Duration TIME_PER_EVENT = Duration.ofMinutes(1);

    /** What the twin does with the event. */
    @FunctionalInterface
    public interface Call {

        /**
         * @throws RuntimeException when it did not come to the end: a snapshot of half a function is worse than none
         */
        void handle(InputStream event, Instant deadline) throws IOException;
    }

    private Priming() {}

    /**
     * Has the event handled once, and again as often as it takes and time allows. Only the first time has to come to the
     * end: the others make the code faster, and add nothing else.
     *
     * @param resource the event's file, beside the handler's class
     */
    public static void run(Class<?> handler, String resource, Clock clock, Call call) throws IOException {
        byte[] event = read(handler, resource);
        Instant end = clock.instant().plus(LIMIT);
        handle(event, clock, call);
        try {
            for (int i = 1; i < TIMES && clock.instant().isBefore(end); i++) {
                handle(event, clock, call);
            }
        } catch (RuntimeException e) {
            // this machine is too busy for it; what was run is primed
        }
    }

    private static void handle(byte[] event, Clock clock, Call call) throws IOException {
        call.handle(new ByteArrayInputStream(event), clock.instant().plus(TIME_PER_EVENT));
    }

    private static byte[] read(Class<?> handler, String resource) throws IOException {
        try (InputStream event = handler.getResourceAsStream(resource)) {
            if (event == null) {
                throw new FileNotFoundException(resource + " is not beside " + handler.getName());
            }
            return event.readAllBytes();
        }
    }
}
