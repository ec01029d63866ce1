package localrunner.invoke;

/** Lambda's {@code ResourceNotFoundException}: no function or alias of that name. */
public final class FunctionNotFoundException extends RuntimeException {
    public FunctionNotFoundException(String function) {
        super("Function not found: " + function);
    }
}
