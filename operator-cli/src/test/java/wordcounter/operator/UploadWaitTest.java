package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import wordcounter.testing.ManualClock;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;

class UploadWaitTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private final StringWriter terminal = new StringWriter();

    @Test
    void until_shouldEnd_whenTheFileIsCounted() {
        Optional<Upload> end =
                until(look -> look < 3 ? Optional.empty() : Optional.of(upload(Math.min(look, 9) * 1_000L)));

        assertThat(end)
                .hasValueSatisfying(upload -> assertThat(upload.isCounted()).isTrue());
        assertThat(terminal.toString()).contains("KB counted").contains("9 of 9");
    }

    @Test
    void until_shouldEnd_whenTheFileIsRefused() {
        Upload refused =
                new Upload("id", upload(0).file(), Optional.empty(), Progress.NONE, Optional.of("it is no text"));

        assertThat(until(look -> look < 2 ? Optional.empty() : Optional.of(refused)))
                .contains(refused);
    }

    @Test
    void until_shouldWait_asLongAsSomethingMoves() {
        assertThat(until(look -> Optional.of(upload(Math.min(look / 100 * 1_000L, 9_000)))))
                .hasValueSatisfying(upload -> assertThat(upload.isCounted()).isTrue());
        assertThat(clock.instant()).isAfter(NOW.plus(Duration.ofMinutes(7)));
    }

    @Test
    void until_shouldGiveUp_whenNothingMovesForLong() {
        assertThat(until(_ -> Optional.of(upload(3_000)))).contains(upload(3_000));
        assertThat(clock.instant()).isBetween(NOW.plusSeconds(60), NOW.plusSeconds(61));
    }

    /** @param looks what is known at each look, from 0 */
    private Optional<Upload> until(IntFunction<Optional<Upload>> looks) {
        int[] look = {0};
        PrintWriter writer = new PrintWriter(terminal, true);
        return new UploadWait(() -> looks.apply(look[0]++), clock, clock::advance, new Console(writer, writer, true))
                .until(Duration.ofMinutes(1));
    }

    private static Upload upload(long counted) {
        return new Upload(
                "id",
                new UploadedFile("b", "inbox/text", "v1", 9_000, NOW),
                Optional.of(Cut.CURRENT),
                new Progress(counted == 0 ? 0 : 1, counted),
                Optional.empty());
    }
}
