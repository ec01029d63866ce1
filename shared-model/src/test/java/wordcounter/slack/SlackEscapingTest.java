package wordcounter.slack;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class SlackEscapingTest {

    @Test
    void escape_shouldLeaveNothingThatHasAMeaning() {
        assertThat(SlackEscaping.escape("1 < 2 && 3 > 2, &lt;")).isEqualTo("1 &lt; 2 &amp;&amp; 3 &gt; 2, &amp;lt;");
    }

    @Test
    void unescape_shouldGiveBackAnEscapedEntity() {
        assertThat(SlackEscaping.unescape("&amp;lt; &quot;")).isEqualTo("&lt; &quot;");
    }

    @Property
    void unescape_shouldGiveBackWhatWasEscaped(
            @ForAll @Chars({'&', '<', '>', ';', 'l', 'g', 't', 'a', 'm', 'p'}) String text) {
        assertThat(SlackEscaping.unescape(SlackEscaping.escape(text))).isEqualTo(text);
    }
}
