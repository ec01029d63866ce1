package wordcounter.operator;

import wordcounter.deadletters.ReplayAnswer;
import wordcounter.deadletters.ReplayRefusal;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;

/** Invokes the replay function of a stack and waits for its answer. */
final class LambdaReplayCalls implements ReplayCalls {

    private final StackFunction replayFunction;

    LambdaReplayCalls(StackFunction replayFunction) {
        this.replayFunction = replayFunction;
    }

    @Override
    public ReplayReport call(ReplayRequest request) {
        return switch (replayFunction.invoke(request.toJson(), ReplayAnswer::parse)) {
            case ReplayReport report -> report;
            case ReplayRefusal refusal ->
                throw new OperatorException("the replay function refused the request: " + refusal.problem());
        };
    }
}
