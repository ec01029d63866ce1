package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.SnapStartNotReadyException;
import wordcounter.deadletters.ReplayAnswer;
import wordcounter.deadletters.ReplayRefusal;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/**
 * Invokes the replay function of a stack and waits for its answer.
 *
 * <p>A function that was not called for two weeks is not ready when it is needed: the snapshot from which SnapStart restores it has
 * to be made anew, which takes minutes ("Troubleshooting SnapStart errors", AWS Lambda Developer Guide).
 */
final class LambdaReplayCalls implements ReplayCalls {

    private static final Duration UNTIL_READY = Duration.ofMinutes(5);

    private final StackAccess stack;
    private final LambdaClient lambda;
    private final String function;
    private final Console console;
    private final Clock clock;
    private boolean isWaitTold;

    /** @param lambda a client that does not repeat calls by itself */
    LambdaReplayCalls(StackAccess stack, LambdaClient lambda, String function, Console console, Clock clock) {
        this.stack = stack;
        this.lambda = lambda;
        this.function = function;
        this.console = console;
        this.clock = clock;
    }

    @Override
    public ReplayReport call(ReplayRequest request) {
        InvokeResponse response = stack.explained(() -> stack.calls()
                .call(
                        () -> lambda.invoke(
                                call -> call.functionName(function).payload(SdkBytes.fromUtf8String(request.toJson()))),
                        this::isPassing,
                        clock.instant().plus(UNTIL_READY)));
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

    private boolean isPassing(AwsServiceException refusal) {
        boolean isNotReady =
                refusal instanceof SnapStartNotReadyException || refusal instanceof ResourceConflictException;
        if (isNotReady && !isWaitTold) {
            isWaitTold = true;
            console.err()
                    .println(
                            "The replay function is not ready, as after two weeks without a call; waiting for it, up to "
                                    + Durations.text(UNTIL_READY) + " ...");
        }
        return isNotReady || PatientCalls.isPassing(refusal);
    }
}
