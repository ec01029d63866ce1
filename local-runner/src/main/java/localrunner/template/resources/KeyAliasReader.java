package localrunner.template.resources;

import java.util.regex.Pattern;
import localrunner.application.KeyAlias;
import localrunner.template.document.PropertyReader;

/**
 * Reads {@code AWS::KMS::Alias}.
 *
 * <p>Follows its page in the CloudFormation reference. Whether there is such a key is not looked for: keys of other stacks
 * are none of the template's.
 */
final class KeyAliasReader {

    private static final Pattern NAME = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");

    private final PhysicalNames names;

    KeyAliasReader(PhysicalNames names) {
        this.names = names;
    }

    KeyAlias read(PropertyReader reader) {
        String name = reader.requiredText("AliasName").orElse("");
        if (!name.isEmpty() && (!NAME.matcher(name).matches() || name.startsWith("alias/aws/"))) {
            reader.problem(
                    "AliasName",
                    "'" + name
                            + "' must be alias/ and up to 250 letters, digits and / _ -, but not begin with alias/aws/,"
                            + " which is AWS's own");
        }
        String key = reader.requiredText("TargetKeyId").orElse("");
        if (key.contains("alias/")) {
            reader.problem(
                    "TargetKeyId", "'" + key + "' must be the id or ARN of a key; an alias leads to no other alias");
        }
        reader.finish();
        return new KeyAlias(name, key.startsWith("arn:") ? key : names.keyArn(key));
    }
}
