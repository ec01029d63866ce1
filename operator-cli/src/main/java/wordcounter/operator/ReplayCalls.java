package wordcounter.operator;

import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;

/** Calls dead-letter-replay-fn. */
@FunctionalInterface
interface ReplayCalls {

    /** @throws OperatorException when it could not be called, failed, or refused the request */
    ReplayReport call(ReplayRequest request);
}
