package wordcounter.counter;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import wordcounter.counts.CounterReads;
import wordcounter.counts.CounterValues;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.http.WordParameter;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.JsonLog;

/**
 * Answers {@code DELETE /words/{word}}: forgets what was counted of a word so far.
 *
 * <p>A word has many counters, and all of them only grow, or merging them would not be safe. So each counter notes how much of it is
 * forgotten, one after the other. When the function dies in between, a repetition of the request finishes the rest.
 */
final class DeleteWord implements Endpoint {

    static final String ROUTE = "DELETE /words/{word}";

    private final CounterReads counters;
    private final ForgetWrite forgetWrite;
    private final Backoff backoff;
    private final Clock clock;
    private final JsonLog log;

    DeleteWord(CounterReads counters, ForgetWrite forgetWrite, Backoff backoff, Clock clock, JsonLog log) {
        this.counters = counters;
        this.forgetWrite = forgetWrite;
        this.backoff = backoff;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        String word = WordParameter.parse(request.pathParameter("word"));
        List<CounterValues> toForget = counters.countersOf(word, deadline).stream()
                .filter(counter -> counter.tally().counted() > counter.tally().forgotten())
                .toList();
        for (CounterValues counter : toForget) {
            if (!clock.instant().isBefore(deadline) || !forget(word, counter.shard(), deadline)) {
                throw new ProblemException(
                        Problem.Type.UNAVAILABLE, "The word is only in part deleted. Repeat the request to finish it.");
            }
        }
        Map<String, Object> fields = request.logFields();
        fields.put("counters", toForget.size());
        log.info("forgotten", fields);
        return ApiResponse.empty(204);
    }

    private boolean forget(String word, int shard, Instant deadline) {
        return backoff.retryWhile(isDone -> !isDone, () -> forgetWrite.apply(word, shard), deadline);
    }
}
