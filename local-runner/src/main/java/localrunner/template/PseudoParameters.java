package localrunner.template;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** {@code AWS::Region} and the like, see "Pseudo parameters reference" in the CloudFormation User Guide. */
final class PseudoParameters {

    private static final String NO_VALUE = "AWS::NoValue";

    private final Map<String, String> values;

    PseudoParameters(ReaderSettings settings) {
        String uuid = UUID.nameUUIDFromBytes(settings.stackName().getBytes(StandardCharsets.UTF_8))
                .toString();
        values = Map.of(
                "AWS::AccountId",
                Application.ACCOUNT_ID,
                "AWS::Partition",
                "aws",
                "AWS::Region",
                settings.region(),
                "AWS::StackId",
                "arn:aws:cloudformation:" + settings.region() + ":" + Application.ACCOUNT_ID + ":stack/"
                        + settings.stackName() + "/" + uuid,
                "AWS::StackName",
                settings.stackName(),
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
