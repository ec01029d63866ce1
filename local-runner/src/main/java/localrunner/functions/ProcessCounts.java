package localrunner.functions;

/**
 * How many processes a function has at a moment.
 *
 * @param starting those that are not ready yet
 * @param busy those that run an invocation
 * @param idle those that are warm and wait for work
 */
public record ProcessCounts(int starting, int busy, int idle) {

    ProcessCounts plus(ProcessCounts other) {
        return new ProcessCounts(starting + other.starting, busy + other.busy, idle + other.idle);
    }
}
