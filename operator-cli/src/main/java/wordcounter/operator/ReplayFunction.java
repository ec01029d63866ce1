package wordcounter.operator;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import wordcounter.json.JsonObject;

/** dead-letter-replay-fn, whose request and report it documents. */
@FunctionalInterface
interface ReplayFunction {

    /** @throws OperatorException when it could not be called, failed, or refused the request */
    JsonObject call(JsonObject request);

    static ReplayFunction of(Target target, LambdaClient lambda) {
        String function = target.name("DeadLetterReplayFunction");
        return request -> {
            InvokeResponse response = target.call(() -> lambda.invoke(
                    call -> call.functionName(function).payload(SdkBytes.fromUtf8String(request.toJson()))));
            JsonObject report = JsonObject.parse(response.payload().asByteArray());
            if (response.functionError() != null) {
                throw new OperatorException("the replay function failed: "
                        + report.optionalString("errorType").orElse("no reason given") + "; its log says why");
            }
            report.optionalString("problem").ifPresent(problem -> {
                throw new OperatorException("the replay function refused the request: " + problem);
            });
            return report;
        };
    }
}
