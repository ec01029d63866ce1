package wordcounter.counter.slack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import wordcounter.http.ApiRequest;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.EventIntake.IdOrigin;
import wordcounter.intake.EventIntake.UnknownOutcomeException;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.TextPart;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

/**
 * Takes in what people wrote in Slack, under an id made of Slack's own name for it: what Slack sends again counts once, and so does a
 * message that comes in by two routes. Thread-safe.
 */
final class SlackIntake {

    /** The author of what Slack itself says, and in the outgoing webhook of whatever a bot or an app posts. */
    static final String SLACKBOT = "USLACKBOT";

    private final EventIds eventIds;
    private final EventIntake intake;

    SlackIntake(EventIds eventIds, EventIntake intake) {
        this.eventIds = eventIds;
        this.intake = intake;
    }

    /**
     * What Slack knows a message by.
     *
     * @param team empty for a channel that several organisations share: each of their workspaces gets the message under its own team
     * @param timestamp no other message in the channel has it
     */
    record MessageName(Optional<String> team, String channel, String timestamp) {}

    /**
     * Counts a message in a channel. Should other words count under its name, which Slack does not do, they stay.
     *
     * @throws InvalidWordsException when there is nothing in it that can be counted
     * @throws ProblemException 503 when Slack should send it again
     */
    void takeMessage(ApiRequest request, MessageName name, List<TextPart> text, Instant deadline) {
        String eventId = name.team()
                .map(team -> eventIds.of("Slack message", team, name.channel(), name.timestamp()))
                .orElseGet(() -> eventIds.of("Slack Connect message", name.channel(), name.timestamp()));
        // nobody would see what is wrong with it, so one long link does not keep the rest from being counted
        take(request, eventId, Tokenizer.tokenizeWhatFits(text), deadline);
    }

    /**
     * Counts the words of a command.
     *
     * @param triggerId what Slack knows this use of the command by, in the team
     * @throws InvalidWordsException when there is nothing in it that can be counted
     * @throws ProblemException 503 when it is not known whether they count
     */
    Words takeCommand(ApiRequest request, String team, String triggerId, List<TextPart> text, Instant deadline) {
        Words words = Tokenizer.tokenize(text);
        take(request, eventIds.of("Slack command", team, triggerId), words, deadline);
        return words;
    }

    private void take(ApiRequest request, String eventId, Words words, Instant deadline) {
        try {
            intake.take(eventId, IdOrigin.OURS, request.requestId(), request.trace(), words, deadline);
        } catch (UnknownOutcomeException e) {
            throw new ProblemException(
                    Problem.Type.UNKNOWN_OUTCOME,
                    "A service did not answer in time. Send the same again: it counts once.",
                    Optional.of(eventId));
        }
    }
}
