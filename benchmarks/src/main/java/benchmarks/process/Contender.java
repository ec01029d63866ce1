package benchmarks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function that is measured, and how its process is started.
 *
 * @param name what it is called on the command line and in the results
 * @param description what it is, for readers of the results
 * @param restored whether it has SnapStart: it runs its hooks, and is measured from the restore on
 * @param command of its process
 * @param environment beside the variables that Lambda sets for every function
 * @param folder {@code LAMBDA_TASK_ROOT}
 * @param timeout of an invocation
 */
public record Contender(
        String name,
        String description,
        boolean restored,
        List<String> command,
        Map<String, String> environment,
        Path folder,
        Duration timeout) {

    /** As template.yaml has it for most functions. */
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(20);

    public Contender {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** One with the usual timeout. */
    public Contender(
            String name,
            String description,
            boolean restored,
            List<String> command,
            Map<String, String> environment,
            Path folder) {
        this(name, description, restored, command, environment, folder, USUAL_TIMEOUT);
    }

    /** The same with another timeout. */
    public Contender withTimeout(Duration other) {
        return new Contender(name, description, restored, command, environment, folder, other);
    }

    /** What each of them is, by name, in their order. */
    public static Map<String, String> descriptions(List<Contender> contenders) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        contenders.forEach(contender -> descriptions.put(contender.name(), contender.description()));
        return descriptions;
    }
}
