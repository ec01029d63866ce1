package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;

/** Watches a file being counted. */
final class UploadWait {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final long KILOBYTE = 1_000;

    private final Supplier<Optional<Upload>> upload;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Console console;

    /** @param upload asks what is known of the file by now */
    UploadWait(Supplier<Optional<Upload>> upload, Clock clock, Sleeper sleeper, Console console) {
        this.upload = upload;
        this.clock = clock;
        this.sleeper = sleeper;
        this.console = console;
    }

    /**
     * Waits until the file is counted or refused, or nothing has moved for that time.
     *
     * @return what was known in the end; empty when nobody had seen the file
     */
    Optional<Upload> until(Duration patience) {
        Progress last = Progress.NONE;
        Instant moved = clock.instant();
        while (true) {
            Optional<Upload> now = upload.get();
            now.ifPresent(known -> console.progress(
                    "KB counted",
                    known.progress().bytes() / KILOBYTE,
                    known.file().size() / KILOBYTE));
            Progress progress = now.map(Upload::progress).orElse(Progress.NONE);
            if (!progress.equals(last)) {
                last = progress;
                moved = clock.instant();
            }
            boolean isOver =
                    now.filter(known -> known.isCounted() || known.refusal().isPresent())
                                    .isPresent()
                            || clock.instant().isAfter(moved.plus(patience));
            if (isOver || !slept()) {
                return now;
            }
        }
    }

    private boolean slept() {
        try {
            sleeper.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
