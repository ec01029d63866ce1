package wordcounter.replay;

import wordcounter.deadletters.DeadLetterReport;

/**
 * A dead letter that was read and judged.
 *
 * @param report what it is and what is to be done with it
 */
record Letter(DeadLetter deadLetter, LetterBody body, DeadLetterReport report) {

    /** The run that put it back last, or published what it holds again; empty when none did. */
    String run() {
        return deadLetter.run().isEmpty() ? body.run() : deadLetter.run();
    }
}
