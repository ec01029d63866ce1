package localrunner.template.values;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import localrunner.application.Application;
import localrunner.template.document.Position;
import localrunner.template.document.Value;

/**
 * The parameters that AWS gives each stack, such as {@code AWS::Region}, see "Pseudo parameters reference" in the
 * CloudFormation User Guide.
 */
public final class PseudoParameters {

    private static final String NO_VALUE = "AWS::NoValue";

    private final Map<String, String> values;

    public PseudoParameters(String stackName, String region) {
        String uuid = UUID.nameUUIDFromBytes(stackName.getBytes(StandardCharsets.UTF_8))
                .toString();
        values = Map.of(
                "AWS::AccountId",
                Application.ACCOUNT_ID,
                "AWS::Partition",
                "aws",
                "AWS::Region",
                region,
                "AWS::StackId",
                "arn:aws:cloudformation:" + region + ":" + Application.ACCOUNT_ID + ":stack/" + stackName + "/" + uuid,
                "AWS::StackName",
                stackName,
                "AWS::URLSuffix",
                "amazonaws.com");
    }

    boolean has(String name) {
        return name.equals(NO_VALUE) || values.containsKey(name);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>(values.keySet());
        names.add(NO_VALUE);
        return names;
    }

    Value value(String name, Position at) {
        return name.equals(NO_VALUE) ? new Value.NoValue(at) : new Value.Scalar(at, values.getOrDefault(name, ""));
    }
}
