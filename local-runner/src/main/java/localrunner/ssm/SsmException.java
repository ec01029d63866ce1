package localrunner.ssm;

import localrunner.edge.AwsError;

/** A request Parameter Store refuses, with AWS's error code. */
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
