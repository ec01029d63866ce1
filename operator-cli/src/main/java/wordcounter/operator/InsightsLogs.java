package wordcounter.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;
import wordcounter.reconciliation.Polling;

/**
 * Asks CloudWatch Logs Insights ("Analyzing log data with CloudWatch Logs Insights").
 *
 * <p>It reads all groups at once and in parallel, and is paid by what it reads, 0.005 dollars a gigabyte; FilterLogEvents costs nothing
 * and reads one group, page by page, which takes minutes for a busy hour. A line is found some seconds after it was
 * logged.
 */
final class InsightsLogs implements LogSearch {

    /** Insights' largest limit. */
    static final int MOST_LINES = 10_000;

    /** Insights ends a query after an hour; nobody waits so long at a terminal. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]+");

    private final CloudWatchLogsClient logs;
    private final List<String> groups;
    private final StackAccess stack;
    private final Surroundings surroundings;

    InsightsLogs(CloudWatchLogsClient logs, List<String> groups, StackAccess stack, Surroundings surroundings) {
        this.logs = logs;
        this.groups = groups;
        this.stack = stack;
        this.surroundings = surroundings;
    }

    @Override
    public List<LogLine> linesWith(Collection<String> ids, Instant from, Instant to) {
        String query = query(ids);
        String queryId = stack.call(() -> logs.startQuery(request -> request.logGroupNames(groups)
                        .startTime(from.getEpochSecond())
                        .endTime(to.getEpochSecond())
                        .queryString(query)))
                .queryId();
        return results(queryId).stream()
                .flatMap(row -> message(row).stream())
                .flatMap(message -> LogLine.parse(message).stream())
                .toList();
    }

    private static String query(Collection<String> ids) {
        String filter = ids.stream()
                .map(id -> {
                    if (!ID.matcher(id).matches()) {
                        throw new IllegalArgumentException("no id: " + id);
                    }
                    return "@message like \"" + id + "\"";
                })
                .collect(Collectors.joining(" or "));
        return "fields @timestamp, @message | filter " + filter + " | sort @timestamp asc | limit " + MOST_LINES;
    }

    private List<List<ResultField>> results(String queryId) {
        Polling polling = new Polling(surroundings.clock(), surroundings.sleeper(), PATIENCE);
        do {
            GetQueryResultsResponse answer =
                    stack.call(() -> logs.getQueryResults(request -> request.queryId(queryId)));
            switch (answer.status()) {
                case COMPLETE -> {
                    return answer.results();
                }
                case FAILED, CANCELLED, TIMEOUT ->
                    throw new OperatorException(
                            "CloudWatch Logs could not answer the query: " + answer.statusAsString());
                case SCHEDULED, RUNNING, UNKNOWN, UNKNOWN_TO_SDK_VERSION -> {} // it is at it
            }
        } while (polling.again());
        throw new OperatorException("CloudWatch Logs has not answered within " + Durations.text(PATIENCE));
    }

    private static Optional<String> message(List<ResultField> row) {
        return row.stream()
                .filter(field -> field.field().equals("@message"))
                .map(ResultField::value)
                .findFirst();
    }
}
