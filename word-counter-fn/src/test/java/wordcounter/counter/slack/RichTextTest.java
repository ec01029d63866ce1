package wordcounter.counter.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.json.JsonObject;
import wordcounter.words.TextPart;
import wordcounter.words.TextPart.CustomEmoji;
import wordcounter.words.TextPart.Plain;

class RichTextTest {

    private static Optional<List<TextPart>> read(String blocks) {
        return RichText.read(
                JsonObject.parse("{\"blocks\":" + blocks.replace('\'', '"') + "}"), Map.of("C1", "general"));
    }

    private static Optional<List<TextPart>> section(String elements) {
        return read("[{'type':'rich_text','elements':[{'type':'rich_text_section','elements':[" + elements + "]}]}]");
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(delimiter = '=', textBlock = """
        {'type':'text','text':'a_b :tada: *c*'}                                  = a_b :tada: *c*
        {'type':'text','text':'don'},{'type':'text','text':'t','style':{'bold':true}} = dont
        {'type':'link','url':'https://example.com/_a_','text':'here'}           = here
        {'type':'link','url':'https://example.com/_a_'}                         = https://example.com/_a_
        {'type':'link','url':'https://example.com','text':''}                   = https://example.com
        {'type':'channel','channel_id':'C1'}                                    = general
        {'type':'text','text':'x'},{'type':'channel','channel_id':'C2'}         = x
        {'type':'date','timestamp':1,'format':'{date}','fallback':'Feb 18'}     = Feb 18
        {'type':'text','text':'x'},{'type':'date','timestamp':1,'format':'{date}'} = x
        {'type':'color','value':'#F405B3'}                                      = #F405B3
        {'type':'text','text':'a'},{'type':'user','user_id':'U1'},{'type':'text','text':'b'} = a b
        {'type':'text','text':'a'},{'type':'usergroup','usergroup_id':'S1'},{'type':'text','text':'b'} = a b
        {'type':'text','text':'a'},{'type':'broadcast','range':'here'},{'type':'text','text':'b'} = a b
        {'type':'text','text':'a'},{'type':'team','team_id':'T1'},{'type':'text','text':'b'} = a b
        """)
    void read_shouldBeWhatAPersonReads(String elements, String text) {
        assertThat(section(elements)).contains(List.of(new Plain(text + "\n")));
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @CsvSource(delimiter = '=', textBlock = """
        'name':'tada','unicode':'1f389'                                         = 🎉
        'name':'tada'                                                           = 🎉
        'name':'+1','unicode':'1f44d-1f3fd','skin_tone':4                       = 👍🏽
        'name':'+1','unicode':'1f44d','skin_tone':4                             = 👍🏽
        'name':'+1','skin_tone':4                                               = 👍🏽
        'name':'+1::skin-tone-4'                                                = 👍🏽
        'name':'+1','skin_tone':2                                               = 👍🏻
        'name':'+1','skin_tone':6                                               = 👍🏿
        'name':'tada','unicode':'1f98a'                                         = 🦊
        'name':'+1','skin_tone':9                                               = 👍
        'name':'handshake','unicode':'1faf1-1f3ff-200d-1faf2-1f3fb'             = 🫱🏿‍🫲🏻
        'name':'heart','unicode':'2764'                                         = ❤️
        'name':'heart','unicode':'2764-fe0f'                                    = ❤️
        'name':'new_one','unicode':'1f98a'                                      = 🦊
        'name':'tada','unicode':'not hexadecimal'                               = 🎉
        """)
    void read_shouldFindTheEmojiThatIsShown(String members, String emoji) {
        assertThat(section("{'type':'emoji'," + members + "}")).contains(List.of(new Plain(emoji), new Plain("\n")));
    }

    @Test
    void read_shouldTakeTheNameOfAnEmoji_whenItHasNoCodePoint() {
        assertThat(section("{'type':'text','text':'great'},{'type':'emoji','name':'party_parrot'}"))
                .contains(List.of(new Plain("great"), new CustomEmoji("party_parrot"), new Plain("\n")));
        assertThat(section("{'type':'text','text':'x'},{'type':'emoji','name':'not a name'}"))
                .contains(List.of(new Plain("x\n")));
    }

    @Test
    void read_shouldCutWhatSlackWouldCut() {
        String text = "{'type':'text','text':'" + "ab".repeat(15_000) + "'}";

        List<TextPart> parts = section(text + ",{'type':'emoji','name':'tada'}," + text + "," + text
                        + ",{'type':'emoji','name':'tada'}")
                .orElseThrow();

        assertThat(parts).hasSize(3);
        assertThat(((Plain) parts.getLast()).text()).hasSize(9_999);
    }

    @Test
    void read_shouldKeepParagraphsApart() {
        String text = "{'type':'text','text':'x'}";
        String section = "{'type':'rich_text_section','elements':[" + text + "]}";

        assertThat(read("[{'type':'rich_text','elements':[" + section
                        + ",{'type':'rich_text_list','style':'bullet','elements':[" + section + "," + section + "]}"
                        + ",{'type':'rich_text_quote','elements':[" + text + "]}"
                        + ",{'type':'rich_text_preformatted','elements':[" + text + "]}]}"
                        + ",{'type':'rich_text','elements':[" + section + "]}]"))
                .contains(List.of(new Plain("x\nx\nx\n\nx\nx\nx\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[]",
                "[7]",
                "[{}]",
                "[{'type':'rich_text','elements':[]}]",
                "[{'type':'section','text':{'type':'mrkdwn','text':'x'}}]",
                "[{'type':'rich_text','elements':[{'type':'rich_text_new','elements':[]}]}]",
                "[{'type':'rich_text','elements':[{'type':'rich_text_section','elements':[{'type':'new'}]}]}]",
                "[{'type':'rich_text','elements':[{'type':'rich_text_section','elements':[{'type':'text','text':'x'},{'type':'new'}]}]}]",
                "[{'type':'rich_text','elements':[{'type':'rich_text_section','elements':[{'type':'text','text':' '}]}]}]"
            })
    void read_shouldLeaveItToTheText_whenThereIsNothingOrSomethingUnknown(String blocks) {
        assertThat(read(blocks)).isEmpty();
    }
}
