package wordcounter.counter.slack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackTextTest {

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(delimiter = '=', textBlock = """
        hello                                              = 'hello'
        <@U012AB3CD> hello                                 = '  hello'
        <@U012AB3CD|steve> hello                           = '  hello'
        hello <!here> and <!subteam^SAZ94GDB8|@ops>        = 'hello   and  '
        see <#C123ABC456|general>                          = 'see general'
        see <#C123ABC456>                                  = 'see '
        <https://example.com/a?b|a link>                   = 'a link'
        <https://example.com>                              = 'https://example.com'
        <mailto:bob@example.com|Bob>                       = 'Bob'
        <!date^1392734382^{date}|Feb 18>                   = 'Feb 18'
        1 &lt; 2 &amp;&amp; 3 &gt; 2                       = '1 < 2 && 3 > 2'
        &amp;lt;                                           = '&lt;'
        a <b c                                             = 'a <b c'
        <a<b|c>d>                                          = '<acd>'
        $1 <x|$0\\>                                        = '$1 $0\\'
        """)
    void plain_shouldBeWhatAPersonReads(String text, String plain) {
        assertThat(SlackText.plain(text)).isEqualTo(plain);
    }
}
