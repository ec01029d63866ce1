package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import wordcounter.slack.DigestRequest.Answer;

/** What a person is told of the function's answer. */
class DigestCommandTest {

    private static final String MESSAGE = "The most frequent words\n1. \u2068hello\u2069: 110";

    private final StringWriter out = new StringWriter();

    @Test
    void tell_shouldShowTheMessage_andSucceed_whenItIsPostedOrWouldBe() {
        assertThat(tell(Answer.posted(MESSAGE))).isEqualTo(WordsCommand.DONE);
        assertThat(out.toString().lines()).containsExactly("The most frequent words", "1. hello: 110", "", "Posted.");

        assertThat(tell(Answer.on(MESSAGE))).isEqualTo(WordsCommand.DONE);
        assertThat(out.toString()).contains("The digest is on. --now posts this as a test.");
    }

    @Test
    void tell_shouldSayWhatToDo_whenTheDigestIsOff() {
        assertThat(tell(Answer.off("/stack/dev/slack/incoming-webhook-url", MESSAGE)))
                .isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString())
                .contains("The digest is off: put the address of a Slack incoming webhook into the SecureString"
                        + " /stack/dev/slack/incoming-webhook-url, as docs/slack.md says.");
    }

    @Test
    void tell_shouldSayWhy_whenSlackDidNotTakeIt() {
        assertThat(tell(Answer.failed("Slack answered 404 no_service", MESSAGE)))
                .isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString()).contains("Not posted: Slack answered 404 no_service.");
    }

    /** A word may be anything, and a terminal obeys what it is sent. */
    @Test
    void tell_shouldShowNoControlCharacters_whateverTheMessageHas() {
        tell(Answer.on("1. \u001b[2J"));

        assertThat(out.toString()).doesNotContain("\u001b");
    }

    private int tell(Answer answer) {
        return DigestCommand.tell(
                answer, new Console(new PrintWriter(out, true), new PrintWriter(new StringWriter()), false));
    }
}
