package localrunner.gateway;

/** Says what is wrong with a mapping template, or with a body that it can't map; the client gets a 500. */
final class MappingException extends RuntimeException {

    MappingException(String message) {
        super(message);
    }

    MappingException(String message, Exception cause) {
        super(message, cause);
    }
}
