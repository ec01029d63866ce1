package wordcounter.testing;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;

/** An invocation that has the given time left. */
public record TestContext(Duration remaining) implements Context {

    /** What the invocation asked for. */
    public static final String INVOKED_ARN = "arn:aws:lambda:us-east-1:123456789012:function:invoked:live";

    @Override
    public int getRemainingTimeInMillis() {
        return Math.toIntExact(remaining.toMillis());
    }

    @Override
    public String getAwsRequestId() {
        return "8f507cfc-xmpl-4697-b07a-ac58fc914c95";
    }

    @Override
    public String getLogGroupName() {
        throw notNeeded();
    }

    @Override
    public String getLogStreamName() {
        throw notNeeded();
    }

    @Override
    public String getFunctionName() {
        throw notNeeded();
    }

    @Override
    public String getFunctionVersion() {
        throw notNeeded();
    }

    @Override
    public String getInvokedFunctionArn() {
        return INVOKED_ARN;
    }

    @Override
    public CognitoIdentity getIdentity() {
        throw notNeeded();
    }

    @Override
    public ClientContext getClientContext() {
        throw notNeeded();
    }

    @Override
    public int getMemoryLimitInMB() {
        throw notNeeded();
    }

    @Override
    public LambdaLogger getLogger() {
        throw notNeeded();
    }

    private static UnsupportedOperationException notNeeded() {
        return new UnsupportedOperationException("no handler needs it");
    }
}
