package localrunner.invoke;

/** Lambda's {@code ValidationException} (400): a member of the request breaks a constraint of the API's model. */
public final class RequestValidationException extends IllegalArgumentException {

    /**
     * @param value what the caller gave
     * @param member such as {@code functionName}
     * @param constraint such as {@code Member must have length less than or equal to 170}
     */
    public RequestValidationException(String value, String member, String constraint) {
        super("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                .formatted(value, member, constraint));
    }
}
