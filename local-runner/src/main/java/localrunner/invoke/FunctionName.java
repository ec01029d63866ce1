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

    private static final Pattern NAME = Pattern.compile(
            "(arn:(aws[a-zA-Z-]*)?:lambda:(?<region>[a-z]{2,4}(-[a-z]+)+-\\d):)?((?<account>\\d{12}):)?(function:)?"
                    + "(?<name>[a-zA-Z0-9-_]{1,140})(:(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

    /**
     * Reads a name.
     *
     * @param qualifier what the caller gave apart from the name
     * @throws IllegalArgumentException when it is none of these forms, or the two qualifiers differ
     */
    public static FunctionName of(String functionName, Optional<String> qualifier) {
        Matcher matcher = NAME.matcher(functionName);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a function's name, ARN or partial ARN (<account>:function:<name>): " + functionName);
        }
        Optional<String> derived = Optional.ofNullable(matcher.group("qualifier"));
        if (derived.isPresent() && qualifier.isPresent() && !derived.equals(qualifier)) {
            throw new IllegalArgumentException(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionName(matcher.group("name"), derived.or(() -> qualifier));
    }

    /** The name with its qualifier. Without one it means {@code $LATEST}, so that is left out. */
    public String qualified() {
        return qualifier
                .filter(given -> !given.equals(FunctionDirectory.LATEST))
                .map(given -> name + ":" + given)
                .orElse(name);
    }

    public String arn(Application application) {
        return "arn:aws:lambda:%s:%s:function:%s".formatted(application.region(), Application.ACCOUNT_ID, qualified());
    }
}
