package wordcounter.uploaded;

import wordcounter.json.JsonObject;

/** Has another invocation of this function go on. */
@FunctionalInterface
interface Continuation {

    /**
     * Hands the event on; once that is done, it has retries and a dead letter of its own.
     *
     * @param function the ARN by which this invocation was asked for
     * @throws RuntimeException when it is not known to be handed on
     */
    void goOn(String function, JsonObject event);
}
