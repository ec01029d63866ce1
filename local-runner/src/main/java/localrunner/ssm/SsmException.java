package localrunner.ssm;

import localrunner.edge.AwsError;

/** Says why Parameter Store refuses a request, with AWS's error code. */
final class SsmException extends RuntimeException {

    private final String code;

    SsmException(String code, String message) {
        super(message);
        this.code = code;
    }

    AwsError error() {
        return new AwsError(400, code, String.valueOf(getMessage()));
    }
}
