package localrunner.ssm;

import localrunner.edge.AwsError;

/** Says why Parameter Store refuses a request, with AWS's error code. */
final class SsmException extends RuntimeException {

    private final String code;

    SsmException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** AWS says nothing but the code. */
    static SsmException parameterNotFound() {
        return new SsmException("ParameterNotFound", "");
    }

    /** A name that no parameter can have. */
    static SsmException invalidName() {
        return new SsmException(
                "ValidationException",
                "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_");
    }

    /**
     * A member that breaks a constraint of the API's model.
     *
     * @param value as the text has it: {@code null}, or in quotes
     * @param constraint such as {@code Member must not be null}
     */
    static SsmException constraint(String value, String member, String constraint) {
        return new SsmException(
                "ValidationException",
                "1 validation error detected: Value %s at '%s' failed to satisfy constraint: %s"
                        .formatted(value, member, constraint));
    }

    boolean isValidation() {
        return code.equals("ValidationException");
    }

    AwsError error() {
        return new AwsError(400, code, String.valueOf(getMessage()));
    }
}
