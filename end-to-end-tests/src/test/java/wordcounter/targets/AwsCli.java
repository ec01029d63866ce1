package wordcounter.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import wordcounter.json.JsonObject;

/** The command {@code aws}, wherever it is called. */
@FunctionalInterface
interface AwsCli {

    /** @throws IllegalStateException with what it said, when it failed */
    String run(List<String> arguments);

    /** The JSON it answers. */
    default JsonObject call(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", "json"));
        return JsonObject.parse(run(all));
    }

    /** On this machine, with the credentials of whoever runs the tests. */
    static AwsCli here(String region) {
        return arguments -> {
            List<String> command = new ArrayList<>(List.of("aws"));
            command.addAll(arguments);
            command.addAll(List.of("--region", region));
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("failed: " + String.join(" ", command));
                }
                return answer;
            } catch (IOException e) {
                throw new UncheckedIOException("the AWS CLI could not be started", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted during " + String.join(" ", command), e);
            }
        };
    }
}
