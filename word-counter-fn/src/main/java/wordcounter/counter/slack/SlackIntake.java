package wordcounter.counter.slack;

import java.time.Instant;
import wordcounter.http.ApiRequest;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.EventIntake.IdOrigin;
import wordcounter.intake.EventIntake.UnknownOutcomeException;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

/**
 * Takes in what was said in Slack, under an id made of what Slack calls it: what Slack sends again counts once, and so does a
 * message that comes in by two entries. Thread-safe.
 */
final class SlackIntake {

    /** In UTF-16 code units; Slack cuts off what is longer. It keeps an event within what SNS takes. */
    private static final int MAX_TEXT = 40_000;

    private final EventIds eventIds;
    private final EventIntake intake;

    SlackIntake(EventIds eventIds, EventIntake intake) {
        this.eventIds = eventIds;
        this.intake = intake;
    }

    /** @param timestamp what the message is known by in its channel */
    record Message(String team, String channel, String timestamp, String text) {}

    /**
     * Counts a message in a channel. Should other words count under its name, which Slack does not do, they stay.
     *
     * @throws InvalidWordsException when there is nothing in it that can be counted
     * @throws ProblemException 503 when Slack should send it again
     */
    void take(ApiRequest request, Message message, Instant deadline) {
        String eventId = eventIds.of("Slack message", message.team(), message.channel(), message.timestamp());
        // nobody would see what is wrong with it, so one long link does not keep the rest from being counted
        take(request, eventId, Tokenizer.tokenizeWhatFits(plain(message.text())), deadline);
    }

    /**
     * Counts the words of a command.
     *
     * @param triggerId what this use of the command is known by in the team
     * @throws InvalidWordsException when there is nothing in it that can be counted
     * @throws ProblemException 503 when it is not known whether they count
     */
    Words takeCommand(ApiRequest request, String team, String triggerId, String text, Instant deadline) {
        Words words = Tokenizer.tokenize(plain(text));
        take(request, eventIds.of("Slack command", team, triggerId), words, deadline);
        return words;
    }

    private static String plain(String text) {
        return SlackText.plain(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT));
    }

    private void take(ApiRequest request, String eventId, Words words, Instant deadline) {
        try {
            intake.take(eventId, IdOrigin.OURS, request.requestId(), words, deadline);
        } catch (UnknownOutcomeException e) {
            throw new ProblemException(
                    Problem.Type.UNKNOWN_OUTCOME,
                    "A service did not answer in time. Send the same again: it counts once.");
        }
    }
}
