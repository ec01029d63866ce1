package wordcounter.counter.slack;

import java.time.Instant;
import java.util.Optional;
import wordcounter.counter.slack.SlackIntake.MessageName;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.FormBody;
import wordcounter.words.InvalidWordsException;

/**
 * Answers {@code POST /slack/outgoing-webhook}: Slack's legacy outgoing webhook ("Legacy custom integrations: outgoing webhooks",
 * docs.slack.dev). It is off until its token is set.
 *
 * <p>Slack does not sign it; a token in the body is all it proves itself with. The answer is empty, since Slack would post it to the
 * channel, where it could call the webhook again.
 */
final class SlackOutgoingWebhook implements Endpoint {

    static final String ROUTE = "POST /slack/outgoing-webhook";

    private final SlackRequests slack;
    private final SlackIntake intake;

    SlackOutgoingWebhook(SlackRequests slack, SlackIntake intake) {
        this.slack = slack;
        this.intake = intake;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        slack.requireSize(request);
        String token = slack.outgoingWebhookToken(request);
        if (slack.isCertificateCheck(request)) {
            return slack.ignored(request, "a look at the certificate");
        }
        return message(request, slack.requireToken(request, token), slack.deadline(deadline));
    }

    private ApiResponse message(ApiRequest request, FormBody form, Instant deadline) {
        Optional<String> team = form.field("team_id");
        Optional<String> channel = form.field("channel_id");
        Optional<String> timestamp = form.field("timestamp");
        Optional<String> text = form.field("text");
        if (team.isEmpty() || channel.isEmpty() || timestamp.isEmpty() || text.isEmpty()) {
            return slack.ignored(request, "a field is missing");
        }
        if (form.field("user_id").orElse("").equals(SlackIntake.SLACKBOT)
                || form.fields().containsKey("bot_id")) {
            return slack.ignored(request, "written by a bot");
        }
        try {
            intake.takeMessage(
                    request,
                    new MessageName(team, channel.get(), timestamp.get()),
                    SlackText.read(withoutTrigger(text.get(), form.field("trigger_word"))),
                    deadline);
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
}
