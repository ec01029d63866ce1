package localrunner.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import localrunner.edge.EdgeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:15:30Z");

    /** The example of "POST policy" in the S3 API Reference, with its comma behind the last condition. */
    private static final String EXAMPLE = """
            { "expiration": "2026-12-01T12:00:00.000Z",
              "conditions": [
                {"acl": "bucket-owner-read" },
                {"bucket": "johnsmith" },
                ["starts-with", "$key", "user/eric/"],
              ]
            }
            """;

    @Test
    void check_shouldLetIn_whatEachConditionAllows() throws IOException {
        PostForm form = form("acl", "bucket-owner-read", "key", "user/eric/a", "x-ignore-toolkit", "any");

        assertThat(policy(EXAMPLE).check(form, "johnsmith", NOW)).isEqualTo(SizeRange.OF_ONE_REQUEST);
    }

    /** The texts were recorded on AWS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ["eq", "$key", "a"]                  | key=a                              | johnsmith | -
            ["eq", "$KEY", "a"]                  | key=a                              | johnsmith | -
            ["StArTs-WiTh", "$key", ""]          | key=a                              | johnsmith | -
            ["starts-with", "$Content-Type", "image/"] | content-type=image/png, image/gif | johnsmith | -
            ["starts-with", "$Content-Type", "image/"] | content-type=image/png, text/a | johnsmith | Policy Condition failed: ["starts-with", "$Content-Type", "image/"]
            {"key": "b"}                         | key=a                              | johnsmith | Policy Condition failed: ["eq", "$key", "b"]
            ["eq", "key", "a"]                   | key=a                              | johnsmith | Policy Condition failed: ["eq", "key", "a"]
            ["eq", "$key", "A"]                  | key=a                              | johnsmith | Policy Condition failed: ["eq", "$key", "A"]
            ["starts-with", "$key", "b"]         | key=a                              | johnsmith | Policy Condition failed: ["starts-with", "$key", "b"]
            ["starts-with", "$redirect", ""]     | x-ignore-key=a                     | johnsmith | Policy Condition failed: ["starts-with", "$redirect", ""]
            {"bucket": "johnsmith"}              | bucket=any                         | johnsmith | -
            {"bucket": "johnsmith"}              | x-ignore-a=b                       | other     | Policy Condition failed: ["eq", "$bucket", "johnsmith"]
            ["content-length-range", "test", 10] | x-ignore-a=b                       | johnsmith | Policy Condition failed: ["content-length-range", "test", "10"]
            {"key": "a"}                         | key=a&x-amz-meta-tag=b             | johnsmith | Extra input fields: x-amz-meta-tag
            """)
    void check_shouldSayWhichConditionFails(String condition, String fields, String bucket, String problem)
            throws IOException {
        PostPolicy policy = policy("{\"expiration\": \"2026-12-01T12:00:00Z\", \"conditions\": [" + condition + "]}");
        PostForm form = form(fields.split("[&=]", -1));

        if (problem.equals("-")) {
            assertThat(policy.check(form, bucket, NOW)).isEqualTo(SizeRange.OF_ONE_REQUEST);
        } else {
            assertThatThrownBy(() -> policy.check(form, bucket, NOW))
                    .hasMessage("AccessDenied: Invalid according to Policy: " + problem);
        }
    }

    @Test
    void check_shouldGiveTheSizesThatAllRangesAllow() throws IOException {
        PostPolicy policy = policy("""
                {"expiration": "2026-12-01T12:00:00Z",
                 "conditions": [["content-length-range", 5, 20], ["content-length-range", "1", "10"]]}
                """);

        assertThat(policy.check(form("x-ignore-a", "b"), "johnsmith", NOW)).isEqualTo(new SizeRange(5, 10));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no JSON                                                             | Invalid JSON.
            {"conditions": []}                                                  | Policy missing expiration.
            {"expiration": "2026-12-01T12:00:00Z"}                              | Policy missing conditions.
            {"expiration": "tomorrow", "conditions": []}                        | Invalid 'expiration' value: 'tomorrow'
            {"expiration": "2026-12-01T12:00:00Z", "conditions": [{"a": "b", "c": "d"}]} | Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.
            {"expiration": "2026-12-01T12:00:00Z", "conditions": [{"a": 1}]}    | Invalid Simple-Condition: value must be a string.
            {"expiration": "2026-12-01T12:00:00Z", "conditions": [["eq", "$a"]]} | Invalid Condition: ["eq","$a"]
            {"expiration": "2026-12-01T12:00:00Z", "conditions": [["ends-with", "$a", "b"]]} | Invalid Condition: ["ends-with","$a","b"]
            {"expiration": "2026-12-01T12:00:00Z", "conditions": ["a"]}         | Invalid Condition: "a"
            """)
    void parse_shouldSayWhatIsWrong(String json, String problem) {
        assertThatThrownBy(() -> policy(json))
                .hasMessageStartingWith("InvalidPolicyDocument: Invalid Policy: " + problem);
    }

    @Test
    void check_shouldRefuse_fromTheExpirationOn() throws IOException {
        PostForm form = form("acl", "bucket-owner-read", "key", "user/eric/a");

        assertThatThrownBy(() -> policy(EXAMPLE).check(form, "johnsmith", Instant.parse("2026-12-01T12:00:00Z")))
                .hasMessage("AccessDenied: Invalid according to Policy: Policy expired.");
    }

    private static PostPolicy policy(String json) {
        return PostPolicy.parse(Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static PostForm form(String... namesAndValues) throws IOException {
        BrowserForm form = new BrowserForm();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            form.field(namesAndValues[index], namesAndValues[index + 1]);
        }
        EdgeRequest head = new EdgeRequest(
                "POST", "/johnsmith", "", Map.of("Content-Type", BrowserForm.CONTENT_TYPE), new byte[0]);
        return PostForm.read(
                S3Request.of(head),
                new ByteArrayInputStream(form.file("a.txt", "a").body()));
    }
}
