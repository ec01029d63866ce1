package localrunner.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"token\":\"abc\",\"text\":\"hello\"} | {\"token\":\"(left out)\",\"text\":\"hello\"}",
                "{\"headers\":{\"X-Api-Key\":\"abc\",\"Cookie\":\"a=b\"}} | {\"headers\":{\"X-Api-Key\":\"(left out)\",\"Cookie\":\"(left out)\"}}",
                "{\"Item\":{\"password\":{\"S\":\"abc\"}}} | {\"Item\":{\"password\":\"(left out)\"}}",
                "{\"body\":\"{\\\"clientSecret\\\":\\\"abc\\\"}\"} | {\"body\":\"{\\\"clientSecret\\\":\\\"(left out)\\\"}\"}",
                "{\"body\":\"token=abc&text=hello\"} | {\"body\":\"token=(left out)&text=hello\"}",
                "{\"Parameter\":{\"Name\":\"/app/x\",\"Type\":\"SecureString\",\"Value\":\"abc\"}} | {\"Parameter\":{\"Name\":\"/app/x\",\"Type\":\"SecureString\",\"Value\":\"(left out)\"}}",
                "{\"Name\":\"/app/slack-token\",\"Type\":\"String\",\"Value\":\"abc\"} | {\"Name\":\"/app/slack-token\",\"Type\":\"String\",\"Value\":\"(left out)\"}",
                "{\"headers\":[{\"name\":\"Authorization\",\"value\":\"abc\"}]} | {\"headers\":[{\"name\":\"Authorization\",\"value\":\"(left out)\"}]}",
                "[\"token=abc\", 1] | [\"token=(left out)\",1]",
                "Action=Publish&Message=%7B%22token%22%3A%22abc%22%7D | Action=Publish&Message=%7B%22token%22%3A%22%28left+out%29%22%7D",
                "Message=a+token%3Dabc&b=%C3%A4 | Message=a+token%3D%28left+out%29&b=%C3%A4",
                "GET /a?token=abc&b=c | GET /a?token=(left out)&b=c",
                "Authorization: Bearer abc.def | Authorization: (left out)",
                "x-amz-signature=abc next | x-amz-signature=(left out) next",
                "{\"secret\": \"abc\", \"cut off\": \"he | {\"secret\": (left out)\", \"cut off\": \"he"
            })
    void mask_shouldLeaveOutWhatIsNamedLikeASecret(String text, String masked) {
        assertThat(Secrets.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\": \"hello\",  \"count\":1}",
                "",
                "[]",
                "{ no JSON",
                "{\"token\":null,\"secretKnown\":true}",
                "The token was right.",
                "{\"word\":\"secret\"}"
            })
    void mask_shouldChangeNothing_whenThereIsNone(String text) {
        assertThat(Secrets.mask(text)).isEqualTo(text);
    }

    @Test
    void mask_shouldNotStopAtTheEndOfTheFirstJson() {
        assertThat(Secrets.mask("{\"a\":1}\n{\"token\":\"abc\"}"))
                .isEqualTo("{\"a\":1}\n{\"token\":" + Secrets.MASK + "\"}");
    }

    @Test
    void mask_shouldLookIntoJsonThatStandsInStrings_howeverDeep() {
        String text = "{\"token\":\"abc\"}";
        for (int level = 0; level < 6; level++) {
            text = JsonMapper.shared().createObjectNode().put("body", text).toString();
            assertThat(Secrets.mask(text)).doesNotContain("abc").contains(Secrets.MASK);
        }
    }
}
