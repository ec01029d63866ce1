package localrunner.gateway;

/** Says why API Gateway can't turn a function's answer into an HTTP answer. */
final class MalformedProxyAnswerException extends Exception {
    MalformedProxyAnswerException(String message) {
        super(message);
    }
}
