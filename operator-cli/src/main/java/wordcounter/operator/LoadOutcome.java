package wordcounter.operator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;

/**
 * What became of a post, by kind. What is refused by a limit is a kind of its own, since it says nothing about the functions.
 *
 * @param answer the status, or that there was none
 * @param means in a few words
 */
record LoadOutcome(String answer, Kind kind, String means) implements Comparable<LoadOutcome> {

    /** How it is counted. */
    enum Kind {
        ACCEPTED,
        LIMITED,
        FAILED,
        LOST
    }

    static LoadOutcome of(HttpCalls.Answer answer) {
        String status = Integer.toString(answer.status());
        if (answer.isSuccess()) {
            return new LoadOutcome(status, Kind.ACCEPTED, "accepted");
        }
        if (answer.status() == 429) {
            // so says API Gateway, document "Gateway response types for API Gateway"
            return new LoadOutcome(
                    status,
                    Kind.LIMITED,
                    answer.body().contains("Limit Exceeded")
                            ? "the key's requests of the day are used up"
                            : "more than the key, the route or the account takes in a second");
        }
        return new LoadOutcome(
                status,
                Kind.FAILED,
                switch (answer.status()) {
                    case 403 -> "the key is not one of this API";
                    case 500 -> "all functions are busy, or a defect: see the logs";
                    case 502, 504 -> "a function died or took too long; whether it counts is not known";
                    case 503 -> "a service did not answer; whether it counts is not known";
                    default -> "the API does not take such a text";
                });
    }

    /** Of a post that no answer came to. */
    static LoadOutcome lost(IOException reason) {
        return new LoadOutcome(
                "none",
                Kind.LOST,
                switch (reason) {
                    case ConnectException _ -> "nothing answers there (connection refused)";
                    case InterruptedIOException _ -> "no answer in time; whether it counts is not known";
                    default -> "cut off (" + reason.getClass().getSimpleName() + "); whether it counts is not known";
                });
    }

    @Override
    public int compareTo(LoadOutcome other) {
        return toString().compareTo(other.toString());
    }
}
