package wordcounter.replay;

import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ParkedItem;

/** What is to be done with a dead letter, and why. */
sealed interface Verdict {

    /** For people: what a replay does with the letter. */
    default String plan() {
        return "leave it";
    }

    /** What a call reports that changes nothing. */
    default Outcome outcome() {
        return Outcome.LEFT;
    }

    /** For people: why the letter is left; empty when it is not. */
    String reason();

    /** The letter can be handed over again. */
    record Replay(String plan) implements Verdict {
        @Override
        public Outcome outcome() {
            return Outcome.WOULD_REPLAY;
        }

        @Override
        public String reason() {
            return "";
        }
    }

    /** The operator wants it deleted. */
    record Discard() implements Verdict {
        @Override
        public String plan() {
            return "discard it";
        }

        @Override
        public Outcome outcome() {
            return Outcome.WOULD_DISCARD;
        }

        @Override
        public String reason() {
            return "";
        }
    }

    /** The function that the letter was meant for, or the topic, is not this stack's. */
    record NotOurs(String reason) implements Verdict {}

    /** It is none of the forms of a dead letter. */
    record Unknown(String error) implements Verdict {
        @Override
        public String reason() {
            return "unknown: " + error;
        }
    }

    /** The function that it was meant for can't read it and would park it again. */
    record Unreadable(String problem) implements Verdict {
        @Override
        public String reason() {
            return "unreadable: " + problem;
        }
    }

    /** Its event may have been counted and forgotten since, so the multiplier would park it again. */
    record TooOld() implements Verdict {
        @Override
        public String reason() {
            return "older than the ledger remembers";
        }
    }

    /** What it points at is not there any more, and can't be made from anything else. */
    record Gone(String reason) implements Verdict {}

    /** Its client used the Idempotency-Key before, and the ledger keeps what came first. */
    record KeyOfOtherWords() implements Verdict {
        @Override
        public String reason() {
            return ParkedItem.KEY_OF_OTHER_WORDS;
        }
    }

    /** The file that it tells of is no text, or is gone; what a version of a file holds never changes. */
    record Uncountable(String reason) implements Verdict {}
}
