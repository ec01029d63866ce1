package wordcounter.counter.slack;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import wordcounter.counter.slack.SlackIntake.Message;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.FormBody;
import wordcounter.http.ProblemException;
import wordcounter.words.InvalidWordsException;

/**
 * {@code POST /slack/outgoing-webhook}: Slack's legacy outgoing webhook ("Legacy custom integrations: outgoing webhooks",
 * docs.slack.dev). It is not signed; a token in the body is all it proves itself with. The answer is empty, since Slack would
 * post it to the channel, which could call the webhook again.
 */
final class SlackOutgoingWebhook implements Endpoint {

    static final String ROUTE = "POST /slack/outgoing-webhook";

    /** What Slack calls the author of everything that a bot or an app posts. */
    private static final String SLACKBOT = "USLACKBOT";

    private final SlackRequests slack;
    private final SlackIntake intake;

    SlackOutgoingWebhook(SlackRequests slack, SlackIntake intake) {
        this.slack = slack;
        this.intake = intake;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        FormBody form = form(request);
        slack.requireToken(form.field("token").orElse(""));
        Optional<String> team = form.field("team_id");
        Optional<String> channel = form.field("channel_id");
        Optional<String> timestamp = form.field("timestamp");
        Optional<String> text = form.field("text");
        if (team.isEmpty() || channel.isEmpty() || timestamp.isEmpty() || text.isEmpty()) {
            return slack.ignored(request, "a field is missing");
        }
        if (form.field("user_id").orElse("").equals(SLACKBOT)
                || form.field("bot_id").isPresent()) {
            return slack.ignored(request, "written by a bot");
        }
        try {
            intake.take(
                    request,
                    new Message(
                            team.get(),
                            channel.get(),
                            timestamp.get(),
                            withoutTrigger(text.get(), form.field("trigger_word"))),
                    slack.deadline(deadline));
            return slack.nothing();
        } catch (InvalidWordsException e) {
            return slack.ignored(request, e.reason().name());
        }
    }

    /** A webhook for a whole channel has no trigger word. */
    private static String withoutTrigger(String text, Optional<String> triggerWord) {
        return triggerWord
                .filter(text::startsWith)
                .map(trigger -> text.substring(trigger.length()))
                .orElse(text);
    }

    /** What can't be read has no token in it. */
    private static FormBody form(ApiRequest request) {
        try {
            return FormBody.parse(request.body());
        } catch (ProblemException e) {
            return new FormBody(Map.of());
        }
    }
}
