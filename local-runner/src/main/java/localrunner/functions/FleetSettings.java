package localrunner.functions;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a {@link FunctionFleet} runs its processes.
 *
 * @param workFolder for files of the fleet's own; made when needed, deleted when the fleet is closed
 * @param endpointUrl what {@code AWS_ENDPOINT_URL} is for functions: the edge
 * @param processesPerFunction at most, for each of a function's versions; Lambda's concurrency
 * @param initLimit from the start of a process until it asks for work. Lambda allows 10 s; a busy laptop is slower
 * @param grace between SIGTERM and SIGKILL at the end
 * @param portableRuntime use the client without AWS's native library even where there is one
 */
public record FleetSettings(
        Path workFolder,
        URI endpointUrl,
        int processesPerFunction,
        Duration initLimit,
        Duration grace,
        boolean portableRuntime) {

    public FleetSettings {
        if (processesPerFunction < 1) {
            throw new IllegalArgumentException("A function needs at least 1 process, not " + processesPerFunction);
        }
    }

    /** 60 s to initialise, half a second to end. */
    public static FleetSettings of(Path workFolder, URI endpointUrl, int processesPerFunction) {
        return new FleetSettings(
                workFolder, endpointUrl, processesPerFunction, Duration.ofSeconds(60), Duration.ofMillis(500), false);
    }
}
