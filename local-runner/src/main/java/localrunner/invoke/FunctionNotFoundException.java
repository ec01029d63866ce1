package localrunner.invoke;

/** Lambda's {@code ResourceNotFoundException} (404): there is no function, alias or version of that name. */
public final class FunctionNotFoundException extends RuntimeException {
    public FunctionNotFoundException(String function) {
        super("Function not found: " + function);
    }
}
