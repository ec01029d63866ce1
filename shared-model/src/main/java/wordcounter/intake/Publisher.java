package wordcounter.intake;

import wordcounter.events.WordsEvent;

/** Publishes events to whoever has subscribed to them. */
@FunctionalInterface
public interface Publisher {

    /** @throws PublishException when it was not accepted, or it is not known whether it was */
    void publish(WordsEvent event);

    /** The event may or may not be published. */
    final class PublishException extends RuntimeException {
        public PublishException(Throwable cause) {
            super(cause);
        }
    }
}
