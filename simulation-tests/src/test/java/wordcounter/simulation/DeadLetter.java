package wordcounter.simulation;

import wordcounter.json.JsonObject;

/** A message in the dead-letter queue. */
record DeadLetter(Kind kind, JsonObject body) {

    enum Kind {
        /** SNS could not hand a message over: the message. */
        SNS_REDRIVE,
        /** Lambda gave up an asynchronous invocation: its record, with the payload. */
        ASYNC_FAILURE,
        /** The stream mapping gave up: where the records are, not the records. */
        STREAM_FAILURE,
        /** A handler can't read it: with the payload. */
        PARKED
    }

    /** Whether sending it again, or rebuilding, can help. */
    boolean isReplayable() {
        return kind != Kind.PARKED;
    }
}
