package localrunner.invoke;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;

/**
 * A function as callers of Invoke name it: by name, ARN or partial ARN, each with or without a qualifier (AWS Lambda
 * API Reference, Invoke, FunctionName).
 */
public record FunctionName(String name, Optional<String> qualifier) {

    /** As AWS's errors have them. */
    private static final String NAME_PATTERN =
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";

    private static final String QUALIFIER_PATTERN = "(|[a-zA-Z0-9$_-]+)";
    private static final int LONGEST_NAME = 170;
    private static final int LONGEST_QUALIFIER = 128;
    private static final Pattern QUALIFIER = Pattern.compile(QUALIFIER_PATTERN);

    private static final Pattern NAME = Pattern.compile(
            "(arn:(aws[a-zA-Z-]*)?:lambda:(?<region>[a-z]{2,4}(-[a-z]+)+-\\d):)?((?<account>\\d{12}):)?(function:)?"
                    + "(?<name>[a-zA-Z0-9-_]{1,140})(:(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

    /**
     * Reads a name.
     *
     * @param qualifier what the caller gave apart from the name
     * @throws RequestValidationException when it is none of these forms
     * @throws IllegalArgumentException when the two qualifiers differ
     */
    public static FunctionName of(String functionName, Optional<String> qualifier) {
        Matcher matcher = NAME.matcher(functionName);
        if (!matcher.matches()) {
            throw new RequestValidationException(
                    functionName, "functionName", "Member must satisfy regular expression pattern: " + NAME_PATTERN);
        }
        if (functionName.length() > LONGEST_NAME) {
            throw new RequestValidationException(
                    functionName, "functionName", "Member must have length less than or equal to " + LONGEST_NAME);
        }
        qualifier.ifPresent(FunctionName::requireValidQualifier);
        Optional<String> derived = Optional.ofNullable(matcher.group("qualifier"));
        if (derived.isPresent() && qualifier.isPresent() && !derived.equals(qualifier)) {
            throw new IllegalArgumentException(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionName(matcher.group("name"), derived.or(() -> qualifier));
    }

    private static void requireValidQualifier(String qualifier) {
        if (!QUALIFIER.matcher(qualifier).matches()) {
            throw new RequestValidationException(
                    qualifier, "qualifier", "Member must satisfy regular expression pattern: " + QUALIFIER_PATTERN);
        }
        if (qualifier.length() > LONGEST_QUALIFIER) {
            throw new RequestValidationException(
                    qualifier, "qualifier", "Member must have length less than or equal to " + LONGEST_QUALIFIER);
        }
    }

    /** The name with the qualifier that the caller gave. */
    public String qualified() {
        return qualifier.map(given -> name + ":" + given).orElse(name);
    }

    /** The ARN of what the name means: of {@code $LATEST} where the caller gave no qualifier. */
    public String arn(Application application) {
        return "arn:aws:lambda:%s:%s:function:%s:%s"
                .formatted(
                        application.region(), Application.ACCOUNT_ID, name, qualifier.orElse(FunctionDirectory.LATEST));
    }
}
