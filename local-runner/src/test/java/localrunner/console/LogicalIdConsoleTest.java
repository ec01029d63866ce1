package localrunner.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogicalIdConsoleTest {

    private static final String WORKER = "arn:aws:lambda:us-east-1:000000000000:function:local-Worker";

    private final RecordingConsole recorded = new RecordingConsole();
    private final LogicalIdConsole console = new LogicalIdConsole(
            recorded,
            Map.of(
                    WORKER,
                    "Worker",
                    WORKER + ":live",
                    "Worker",
                    WORKER + "Two",
                    "WorkerTwo",
                    WORKER + "Two:live",
                    "WorkerTwo"));

    @Test
    void warn_shouldSayLogicalIds() {
        console.warn("async", WORKER + ":live failed, " + WORKER + "Two did not, nor did arn:aws:sqs:unknown");

        assertThat(recorded.lines())
                .containsExactly("async | WARNING: Worker failed, WorkerTwo did not, nor did arn:aws:sqs:unknown");
    }

    @Test
    void line_shouldLeaveAFunctionsOutputAlone() {
        console.line("Worker", WORKER);

        assertThat(recorded.lines()).containsExactly("Worker | " + WORKER);
    }
}
