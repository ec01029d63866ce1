package localrunner.web;

/** Says what was wrong with a request to the console, and what would be right. */
public final class WebRefusal extends RuntimeException {

    private final int status;

    /** @param status 400 for a wrong request, 404 for what is not there, 409 for what can't be done now */
    public WebRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
