package wordcounter.replay;

import java.util.Map;
import wordcounter.deadletters.DeadLetterReport;

/**
 * A dead letter that was read and judged.
 *
 * @param logFields what every log line about the event inside has, as far as the letter shows it
 * @param report what it is and what is to be done with it
 */
record Letter(DeadLetter deadLetter, LetterBody body, Map<String, Object> logFields, DeadLetterReport report) {

    /** The run that put it back last, or published what it holds again; empty when none did. */
    String run() {
        return deadLetter.run().isEmpty() ? body.run() : deadLetter.run();
    }
}
