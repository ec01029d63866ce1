package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.SnapStartNotReadyException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.reconciliation.PatientCalls;

/**
 * A function of the stack that an operator invokes, and waits for its answer.
 *
 * <p>A function that was not called for two weeks is not ready when it is needed: the snapshot from which SnapStart restores it has
 * to be made anew, which takes minutes ("Troubleshooting SnapStart errors", AWS Lambda Developer Guide).
 */
final class StackFunction {

    private static final Duration UNTIL_READY = Duration.ofMinutes(5);

    private final StackAccess stack;
    private final LambdaClient lambda;
    private final String function;
    private final String name;
    private final Console console;
    private final Clock clock;
    private boolean isWaitTold;

    /** Reads a function's answer. */
    @FunctionalInterface
    interface Reader<T> {
        /** @throws InvalidJsonException when the function would not answer so */
        T read(JsonObject answer);
    }

    /**
     * @param lambda a client that does not repeat calls by itself
     * @param function its ARN
     * @param name what it is called in messages: "the replay function"
     */
    StackFunction(StackAccess stack, LambdaClient lambda, String function, String name, Console console, Clock clock) {
        this.stack = stack;
        this.lambda = lambda;
        this.function = function;
        this.name = name;
        this.console = console;
        this.clock = clock;
    }

    /** @throws OperatorException when there is no answer, or one that can't be read */
    <T> T invoke(String request, Reader<T> reader) {
        InvokeResponse response = stack.explained(() -> stack.calls()
                .call(
                        () -> lambda.invoke(
                                call -> call.functionName(function).payload(SdkBytes.fromUtf8String(request))),
                        this::isPassing,
                        clock.instant().plus(UNTIL_READY)));
        try {
            JsonObject answer = JsonObject.parse(response.payload().asByteArray());
            if (response.functionError() != null) {
                throw new OperatorException(name + " failed: "
                        + answer.optionalString("errorType").orElse("no reason given") + "; its log says why");
            }
            return reader.read(answer);
        } catch (InvalidJsonException e) {
            throw new OperatorException(
                    name + "'s answer can't be read, so it has another version than this command: " + e.getMessage(),
                    e);
        }
    }

    private boolean isPassing(AwsServiceException refusal) {
        boolean isNotReady =
                refusal instanceof SnapStartNotReadyException || refusal instanceof ResourceConflictException;
        if (isNotReady && !isWaitTold) {
            isWaitTold = true;
            String subject = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            console.err()
                    .println(subject + " is not ready, as after two weeks without a call; waiting for it, up to "
                            + Durations.text(UNTIL_READY) + " ...");
        }
        return isNotReady || PatientCalls.isPassing(refusal);
    }
}
