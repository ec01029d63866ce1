package wordcounter.operator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.ReplayReport;

/** Adds up what the calls of one replay have done. */
final class RunCounts {

    private final Set<String> seen = new HashSet<>();
    private final List<DeadLetterReport> notDone = new ArrayList<>();
    private int done;
    private int failed;
    private int left;
    private long skipped;

    /**
     * Adds a call's report.
     *
     * @return whether the call got on: a letter that is left comes once more after the visibility timeout, and a call that brings
     *     only such letters is the last one
     */
    boolean add(ReplayReport report) {
        boolean gotOn = false;
        for (DeadLetterReport letter : report.letters()) {
            if (seen.add(letter.messageId()) || letter.outcome().isDone()) {
                gotOn = true;
                count(letter);
            }
        }
        skipped += report.skipped();
        boolean spentItsTimeOnOthers = report.letters().isEmpty() && report.skipped() > 0;
        return gotOn || spentItsTimeOnOthers;
    }

    private void count(DeadLetterReport letter) {
        switch (letter.outcome()) {
            case REPLAYED, DISCARDED -> done++;
            case FAILED -> failed++;
            case LEFT -> left++;
            case WOULD_REPLAY, WOULD_DISCARD ->
                throw new OperatorException(
                        "the replay function only said what it would do; it has another version than this command");
        }
        if (!letter.outcome().isDone()) {
            notDone.add(letter);
        }
    }

    int done() {
        return done;
    }

    int failed() {
        return failed;
    }

    int left() {
        return left;
    }

    /** How many letters the filter does not match. */
    long skipped() {
        return skipped;
    }

    /** How many letters match, those that are left counted once. */
    int matching() {
        return seen.size();
    }

    /** The letters that failed or are left. */
    List<DeadLetterReport> notDone() {
        return notDone;
    }
}
