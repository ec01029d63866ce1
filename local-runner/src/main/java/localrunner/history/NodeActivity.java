package localrunner.history;

/**
 * What a node of the map does.
 *
 * @param rate how often a second something happened to it, over the last {@value Activity#RATE_SECONDS} seconds
 * @param errors how often something went wrong in the last minute
 * @param waiting events in Lambda's queue that wait for their first or next attempt
 * @param inFlight runs that have not ended
 * @param cold runs of the last minute for which a process had to start
 */
public record NodeActivity(double rate, int errors, int waiting, int inFlight, int cold) {

    public static final NodeActivity NONE = new NodeActivity(0, 0, 0, 0, 0);
}
