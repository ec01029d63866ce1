package wordcounter.counter.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.words.TextPart;

class SlackTextTest {

    /** The text as it is read, with a bar between its parts. */
    private static String read(String text) {
        return SlackText.read(text).stream()
                .map(part -> switch (part) {
                    case TextPart.Plain plain -> plain.text();
                    case TextPart.CustomEmoji emoji -> emoji.word();
                })
                .collect(Collectors.joining("|"));
    }

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
    void read_shouldBeWhatAPersonReads(String text, String read) {
        assertThat(read(text)).isEqualTo(read);
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(delimiter = '=', textBlock = """
        great:tada:                          = 'great|🎉'
        :tada:great                          = '🎉|great'
        great:tada:wow                       = 'great|🎉|wow'
        great :tada: wow                     = 'great |🎉| wow'
        :tada::tada:                         = '🎉|🎉'
        :+1:                                 = '👍'
        :thumbsup:                           = '👍'
        great:key:wow                        = 'great|🔑|wow'
        great:+1:job                         = 'great|👍|job'
        :+1::skin-tone-4:                    = '👍🏽'
        :+1::skin-tone-2::+1::skin-tone-6:   = '👍🏻|👍🏿'
        :handshake::skin-tone-2-3:           = '🫱🏻‍🫲🏼'
        :handshake::skin-tone-3-2:           = '🫱🏼‍🫲🏻'
        :tada::skin-tone-4:                  = '🎉'
        :skin-tone-4:                        = '🏽'
        :female-detective::skin-tone-6:      = '🕵🏿‍♀️'
        :heart:                              = '❤️'
        :de::flag-fr:                        = '🇩🇪|🇫🇷'
        take:one::two:                       = 'take|1️⃣|2️⃣'
        12:30:sunny:                         = '12:30|☀️'
        3:100:                               = '3|💯'
        (:tada:)                             = '(|🎉|)'
        <https://example.com|:link: here>    = '🔗| here'
        *:tada:* _:tada:_                    = '🎉| |🎉'
        """)
    void read_shouldFindEmoji_andLeaveTheirNeighboursAlone(String text, String read) {
        assertThat(read(text)).isEqualTo(read);
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(delimiter = '=', textBlock = """
        :party_parrot:                       = ':party_parrot:'
        great:party_parrot:                  = 'great|:party_parrot:'
        :party_parrot:great                  = ':party_parrot:|great'
        :parrots::party-parrot:              = ':parrots:|:party-parrot:'
        :party_parrot::skin-tone-4:          = ':party_parrot:'
        :tada::party_parrot::tada:           = '🎉|:party_parrot:|🎉'
        :ウィンク:                             = ':ウィンク:'
        """)
    void read_shouldTakeANameForTheWorkspacesOwnEmoji_whenNoWordsAreOnBothSides(String text, String read) {
        assertThat(read(text)).isEqualTo(read);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10:30",
                "10:30:45",
                "10:30: lunch",
                "at 10:100:20",
                "a:b:c",
                "a:b:c:d",
                "std::vector<int>::iterator",
                "std::end::x",
                "::",
                ":::",
                ": a :",
                ":two words:",
                "key:value:more",
                "re: this",
                "sha256:abc",
                "de:ad:be:ef:00:01",
                "fe80::1ff:fe23:4567:890a",
                "2001:db8::a:b",
                "arn:aws:sns:us-east-1:123456789012:topic",
                "https://example.com:8080/a:tada:b/_c_",
                "see https://example.com/_a_/:tada:/ and",
                "C:\\Users\\_me_\\:tada:",
                "\\\\server\\_share_",
                "ERROR:root:message",
                "Mon:Tue: Wed :Thu:",
                "x[1:2:3]"
            })
    void read_shouldLeaveColons_whereNothingSaysThatTheyAreAnEmojis(String text) {
        assertThat(read(text.replace("<", "&lt;").replace(">", "&gt;"))).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(delimiter = '=', textBlock = """
        _ciao_                               = 'ciao'
        *ciao* ~ciao~                        = 'ciao ciao'
        _very important_                     = 'very important'
        *_x_* _*x*_ ~_x_~ ~*_x_*~            = 'x x x x'
        (_x_) "_x_" '_x_' “_x_” -_x_-        = '(x) "x" ''x'' “x” -x-'
        _x_. _x_, _x_! _x_? _x_: _x_; _x_…   = 'x. x, x! x? x: x; x…'
        _Hamlet_'s and _Hamlet_’s            = 'Hamlet''s and Hamlet’s'
        &gt; _x_                             = '> x'
        &gt;_x_                              = '>x'
        &gt;&gt;&gt;_x_                      = '>>>x'
        _snake_case_                         = 'snake_case'
        _a_ and _b_                          = 'a and b'
        _<https://example.com/_a_>_          = 'https://example.com/_a_'
        _see https://example.com/a_b_        = 'see https://example.com/a_b'
        *<@U012AB3CD>* _x_                   = '  x'
        """)
    void read_shouldLeaveOutMarks_whereSlackShowsAStyle(String text, String read) {
        assertThat(read(text)).isEqualTo(read);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "snake_case",
                "file_name_x",
                "a_b_c",
                "2*3*4",
                "2 * 3 * 4",
                "_ a _",
                "_ a_",
                "__init__",
                "_private",
                "trailing_",
                "_x_y",
                "x_y_",
                "a/_b_/c",
                "--flag=_x_",
                "_foo_.bar",
                "obj._x_",
                "_foo_()",
                "@_x_",
                "#_x_",
                "~/a_b/~c",
                "_x_@example.com",
                "first_last@example.com",
                "_",
                "*",
                "¯\\_(ツ)_/¯"
            })
    void read_shouldLeaveMarks_whereSlackShowsThemAsTheyAre(String text) {
        assertThat(read(text)).isEqualTo(text);
    }

    @Test
    void read_shouldNotLookForMarksBeyondTheLine() {
        assertThat(read("_a\nb_")).isEqualTo("_a\nb_");
        assertThat(read("a\n_b_\n&gt; _c_")).isEqualTo("a\nb\n> c");
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(delimiter = '=', textBlock = """
        `_x_` and _y_                        = '_x_ and y'
        `:tada:` :tada:                      = ':tada: |🎉'
        ```_x_ :tada: `y` *z*``` _y_         = '_x_ :tada: `y` *z* y'
        `a &lt; b`                           = 'a < b'
        `<https://example.com/_a_>`          = 'https://example.com/_a_'
        *`x_y_`*                             = 'x_y_'
        don`t say _x_ or won`t               = 'don`t say x or won`t'
        """)
    void read_shouldReadCodeAsItStands(String text, String read) {
        assertThat(read(text)).isEqualTo(read);
    }

    @Test
    void read_shouldCutWhatSlackWouldCut() {
        assertThat(read("ab".repeat(30_000))).hasSize(40_000);
        assertThat(SlackText.read(":x:".repeat(30_000))).hasSizeLessThan(13_334);
    }

    @Test
    void read_shouldTakeNoCharacterForAPlaceholderOfItsOwn() {
        assertThat(read("a\uFFFF:tada:\uFFFFb")).isEqualTo("a\uFFFD|🎉|\uFFFDb");
    }

    @Test
    void channelNames_shouldBeThoseThatTheTextShows() {
        assertThat(SlackText.channelNames("see <#C1|general>, <#C2>, <#C3|> and <@U1|x> <#C4|a&amp;b>"))
                .isEqualTo(Map.of("C1", "general", "C3", "", "C4", "a&b"));
    }
}
