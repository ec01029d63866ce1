package benchmarks.cost;

import benchmarks.cost.Units.Case;
import benchmarks.cost.Units.Row;
import benchmarks.process.ContenderProcess;
import benchmarks.stub.AwsStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts what a process uses from now on. Not thread-safe. */
final class Meter {

    private final ContenderProcess process;
    private final AwsStub aws;
    private final double callMilliseconds;
    private final Duration cpuBefore;
    private final long loggedBefore;
    private int invocations;

    /** @param callMilliseconds what a call is assumed to take */
    Meter(ContenderProcess process, AwsStub aws, double callMilliseconds) {
        this.process = process;
        this.aws = aws;
        this.callMilliseconds = callMilliseconds;
        aws.usage().reset();
        cpuBefore = process.cpu();
        loggedBefore = process.loggedBytes();
    }

    String answer(String event) throws InterruptedException {
        invocations++;
        return process.answer(event).payload();
    }

    /** What was used, for each of so many. */
    List<Row> rows(String design, String step, Case counted, double number) {
        double cpu = process.cpu().minus(cpuBefore).toNanos() / 1e6;
        double calls = aws.usage().sum("calls ");
        List<Row> rows = new ArrayList<>();
        aws.usage().counts().forEach((what, used) -> rows.add(new Row(design, step, counted, what, used / number)));
        rows.add(new Row(design, step, counted, "invocations", invocations / number));
        rows.add(new Row(design, step, counted, "milliseconds", (cpu + calls * callMilliseconds) / number));
        rows.add(new Row(design, step, counted, "log bytes", (process.loggedBytes() - loggedBefore) / number));
        return rows;
    }
}
