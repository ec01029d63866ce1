package localrunner.functions;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a {@link FunctionFleet} runs its processes.
 *
 * @param workFolder for the fleet's own files; made when needed, deleted when the fleet is closed
 * @param processesPerFunction the most that run at once for each version of a function; on Lambda this is concurrency
 * @param initLimit how long a process may take until it asks for work. Lambda allows 10 s, but a busy laptop is slower
 * @param grace the time between SIGTERM and SIGKILL at the end
 * @param portableRuntime whether to do without AWS's native library even where there is one
 */
public record FleetSettings(
        Path workFolder,
        FunctionNetwork network,
        int processesPerFunction,
        Duration initLimit,
        Duration grace,
        boolean portableRuntime) {

    public FleetSettings {
        if (processesPerFunction < 1) {
            throw new IllegalArgumentException("A function needs at least 1 process, not " + processesPerFunction);
        }
    }

    /** The runner's own: 60 s to initialise, half a second to end. */
    public static FleetSettings of(Path workFolder, FunctionNetwork network, int processesPerFunction) {
        return new FleetSettings(
                workFolder, network, processesPerFunction, Duration.ofSeconds(60), Duration.ofMillis(500), false);
    }
}
