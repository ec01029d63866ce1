package benchmarks.stub;

/** Says that a request is none that the stub understands. The caller gets DynamoDB's error of this name. */
final class ValidationException extends RuntimeException {

    private final String detail;

    ValidationException(String detail) {
        super(detail);
        this.detail = detail;
    }

    String detail() {
        return detail;
    }
}
