package wordcounter.digest;

import java.time.Duration;

/** Posts a message to a webhook, once. */
@FunctionalInterface
interface SlackPost {

    /** What is known of the message then. */
    sealed interface Result {

        /** It is in the channel. */
        record Posted() implements Result {}

        /** It is not in the channel, and may be later. */
        sealed interface NotNow extends Result {
            /** For people; nothing of the address is in it. */
            String reason();
        }

        /** @param retryAfter how long Slack wants to hear nothing */
        record RateLimited(Duration retryAfter) implements NotNow {
            @Override
            public String reason() {
                return "Slack answered 429";
            }
        }

        /** Slack is not well, or was not reached. */
        record Unavailable(String reason) implements NotNow {}

        /** It may be in the channel or not: it was sent, and no answer came. */
        record NoAnswer(String reason) implements Result {}

        /** It is not in the channel, and will never be: the webhook is revoked, its channel archived, the message not understood. */
        record Refused(String reason) implements Result {}
    }

    Result post(Webhook webhook, SlackMessage message);
}
