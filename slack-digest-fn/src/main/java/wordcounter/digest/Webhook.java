package wordcounter.digest;

import java.net.URI;

/**
 * The address of a Slack incoming webhook. Whoever knows it can post to its channel, so it never shows itself.
 *
 * @param uri to be handed to an HTTP client, and to nobody else
 */
record Webhook(URI uri) {

    @Override
    public String toString() {
        return "Webhook[a secret]";
    }
}
