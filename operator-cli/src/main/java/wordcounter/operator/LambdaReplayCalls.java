package wordcounter.operator;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import wordcounter.deadletters.ReplayAnswer;
import wordcounter.deadletters.ReplayRefusal;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** Invokes the replay function of a stack and waits for its answer. */
final class LambdaReplayCalls implements ReplayCalls {

    private final StackAccess stack;
    private final LambdaClient lambda;
    private final String function;

    LambdaReplayCalls(StackAccess stack, LambdaClient lambda) {
        this.stack = stack;
        this.lambda = lambda;
        this.function = stack.name("DeadLetterReplayFunction");
    }

    @Override
    public ReplayReport call(ReplayRequest request) {
        InvokeResponse response = stack.call(() ->
                lambda.invoke(call -> call.functionName(function).payload(SdkBytes.fromUtf8String(request.toJson()))));
        try {
            JsonObject answer = JsonObject.parse(response.payload().asByteArray());
            if (response.functionError() != null) {
                throw new OperatorException("the replay function failed: "
                        + answer.optionalString("errorType").orElse("no reason given") + "; its log says why");
            }
            return switch (ReplayAnswer.parse(answer)) {
                case ReplayReport report -> report;
                case ReplayRefusal refusal ->
                    throw new OperatorException("the replay function refused the request: " + refusal.problem());
            };
        } catch (InvalidJsonException e) {
            throw new OperatorException(
                    "the replay function's answer can't be read, so it has another version than this command: "
                            + e.getMessage(),
                    e);
        }
    }
}
