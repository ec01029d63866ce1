package localrunner.template;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code AWS::SSM::Parameter}; CloudFormation can't make a SecureString, so neither does this. */
final class SsmParameterReader {

    private final PhysicalNames names;

    SsmParameterReader(PhysicalNames names) {
        this.names = names;
    }

    Application.Parameter read(Resource resource, PropertyReader reader) {
        String name = reader.text("Name").orElse(names.name(resource.logicalId()));
        if (!name.matches("[a-zA-Z0-9_./-]{1,1011}")) {
            reader.problem("Name", "'" + name + "' must have letters, digits and _ . / - only");
        }
        String type = reader.required("Type", reader.oneOf("Type", "String", "StringList"))
                .orElse("String");
        Optional<String> value = reader.requiredText("Value");
        value.filter(String::isEmpty).ifPresent(_ -> reader.problem("Value", "must not be empty"));
        Optional<Pattern> allowed = reader.text("AllowedPattern").flatMap(text -> {
            try {
                return Optional.of(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                reader.problem("AllowedPattern", "not a regular expression: " + e.getDescription());
                return Optional.empty();
            }
        });
        if (value.isPresent()
                && allowed.isPresent()
                && !allowed.get().matcher(value.get()).matches()) {
            reader.problem("Value", "'" + value.get() + "' must match AllowedPattern " + allowed.get());
        }
        reader.finish();
        return new Application.Parameter(resource.logicalId(), name, type, value.orElse(""));
    }
}
