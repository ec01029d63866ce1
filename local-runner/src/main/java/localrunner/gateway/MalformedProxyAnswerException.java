package localrunner.gateway;

/** A function's answer that API Gateway can't turn into an HTTP answer. */
final class MalformedProxyAnswerException extends Exception {
    MalformedProxyAnswerException(String message) {
        super(message);
    }
}
