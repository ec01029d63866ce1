package wordcounter.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code ./words} as an operator calls it. */
public final class Operator {

    private Operator() {}

    /**
     * Calls it for a target and waits for its end.
     *
     * @return what it printed
     * @throws AssertionError when it says that something is wrong
     */
    public static String words(Target target, String... arguments) throws IOException, InterruptedException {
        return words(target.operatorOptions(), arguments);
    }

    /** The same, with options that say where the target answers. */
    public static String words(List<String> options, String... arguments) throws IOException, InterruptedException {
        Ended ended = run(options, arguments);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    /** A command that has ended. */
    public record Ended(int exitCode, String output) {}

    /** Calls it and waits for its end, whatever that is. */
    public static Ended run(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Checkout.root().resolve("words").toString());
        command.addAll(List.of(arguments));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
