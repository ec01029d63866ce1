package wordcounter.counter.slack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.FormBody;
import wordcounter.http.ProblemException;
import wordcounter.http.WordParameter;
import wordcounter.json.JsonObject;
import wordcounter.runtime.DeadlineExceededException;
import wordcounter.slack.SlackEscaping;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.WordTotal;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Words;

/**
 * {@code POST /slack/commands}: the slash commands {@code /count} and {@code /words} ("Implementing slash commands",
 * docs.slack.dev). Only whoever used a command sees its answer.
 */
final class SlackCommands implements Endpoint {

    static final String ROUTE = "POST /slack/commands";

    private static final int MOST_FREQUENT = 10;

    private static final String HELP = """
            `/count some words` counts the words.
            `/words hello` shows how often a word was counted.
            `/words top` shows the ten most frequent words.""";

    private final SlackRequests slack;
    private final SlackIntake intake;
    private final SummaryReads summaries;

    SlackCommands(SlackRequests slack, SlackIntake intake, SummaryReads summaries) {
        this.slack = slack;
        this.intake = intake;
        this.summaries = summaries;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        slack.requireSize(request);
        if (slack.isCertificateCheck(request)) {
            return slack.ignored(request, "a look at the certificate");
        }
        slack.requireSignature(request);
        Optional<FormBody> form = FormBody.tryParse(request.body());
        if (form.isEmpty()) {
            return slack.ignored(request, "not a form");
        }
        String text = form.get().field("text").orElse("").strip();
        return switch (form.get().field("command").orElse("")) {
            case "/count" -> count(request, form.get(), text, slack.deadline(deadline));
            case "/words" -> wordsInTime(text, slack.deadline(deadline));
            default -> help();
        };
    }

    private ApiResponse count(ApiRequest request, FormBody form, String text, Instant deadline) {
        Optional<String> team = form.field("team_id");
        Optional<String> triggerId = form.field("trigger_id");
        if (text.isEmpty()) {
            return help();
        }
        if (team.isEmpty() || triggerId.isEmpty()) {
            return slack.ignored(request, "a field is missing");
        }
        try {
            Words words = intake.takeCommand(request, team.get(), triggerId.get(), SlackText.read(text), deadline);
            return plain("Counted " + words.total() + (words.total() == 1 ? " word." : " words."));
        } catch (InvalidWordsException e) {
            return plain("Nothing is counted. " + e.detail());
        }
    }

    /** Slack shows its user nothing of an answer that is not 200. */
    private ApiResponse wordsInTime(String text, Instant deadline) {
        try {
            return words(text, deadline);
        } catch (DeadlineExceededException e) {
            return plain("The counts could not be read in time. Try again in a moment.");
        }
    }

    private ApiResponse words(String text, Instant deadline) {
        return switch (text) {
            case "", "help" -> help();
            case "top" -> top(deadline);
            default -> countOf(text, deadline);
        };
    }

    private ApiResponse countOf(String text, Instant deadline) {
        String word;
        try {
            word = WordParameter.parse(SlackText.read(text));
        } catch (ProblemException e) {
            return plain(e.problem().detail());
        }
        long count = summaries.countOf(word, deadline);
        return plain(count == 0 ? word + " is not counted." : word + ": " + count);
    }

    private ApiResponse top(Instant deadline) {
        List<WordTotal> top = summaries.mostFrequent(MOST_FREQUENT, deadline);
        if (top.isEmpty()) {
            return plain("Nothing is counted yet.");
        }
        String list = IntStream.range(0, top.size())
                .mapToObj(i ->
                        (i + 1) + ". " + top.get(i).word() + ": " + top.get(i).count())
                .collect(Collectors.joining("\n"));
        return answer(
                list, List.of(block("header", "plain_text", "The most frequent words"), section("plain_text", list)));
    }

    private static ApiResponse help() {
        return answer(HELP, List.of(section("mrkdwn", HELP)));
    }

    private static ApiResponse plain(String text) {
        return answer(text, List.of(section("plain_text", text)));
    }

    private static JsonObject section(String textType, String text) {
        return block("section", textType, text);
    }

    private static JsonObject block(String type, String textType, String text) {
        return JsonObject.builder()
                .put("type", type)
                .put(
                        "text",
                        JsonObject.builder()
                                .put("type", textType)
                                .put("text", text)
                                .build())
                .build();
    }

    /** @param text for notifications and screen readers */
    private static ApiResponse answer(String text, List<JsonObject> blocks) {
        return ApiResponse.json(
                200,
                JsonObject.builder()
                        .put("response_type", "ephemeral")
                        .put("text", SlackEscaping.escape(text))
                        .put("blocks", blocks)
                        .build());
    }
}
