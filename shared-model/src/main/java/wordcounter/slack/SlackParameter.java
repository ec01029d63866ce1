package wordcounter.slack;

/**
 * The parameters of SSM Parameter Store that hold what Slack and the app share. Each is a SecureString; template.yaml allows the
 * function to read them by the same names.
 */
public enum SlackParameter {
    /** Signs every request of the Slack app. */
    SIGNING_SECRET("signing-secret"),

    /** Is good beside {@link #SIGNING_SECRET}, while the one is being replaced by the other. */
    PREVIOUS_SIGNING_SECRET("previous-signing-secret"),

    /** Stands in every request of the legacy outgoing webhook. */
    OUTGOING_WEBHOOK_TOKEN("outgoing-webhook-token"),

    /** Where the digest is posted to. Whoever knows this address can post to its channel. */
    INCOMING_WEBHOOK_URL("incoming-webhook-url");

    private final String lastPart;

    SlackParameter(String lastPart) {
        this.lastPart = lastPart;
    }

    /** @param path what the names of all of them begin with; the stack says it in its parameter {@code SlackSecretsPath} */
    public String nameUnder(String path) {
        return path + "/" + lastPart;
    }
}
