package localrunner.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import localrunner.gateway.GatewayRequest.Header;
import localrunner.gateway.ProxyAnswer.Accepted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyAnswerTest {

    @Test
    void read_shouldTakeStatusHeadersAndBody() throws Exception {
        GatewayAnswer answer = ProxyAnswer.read("""
                {"statusCode": 202, "headers": {"Location": "/events/1", "X-Flag": true},
                 "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}, "body": "日本"}""", Accepted.TEXT);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().text()).isEqualTo("日本");
        assertThat(answer.headers())
                .containsExactlyInAnyOrder(
                        new Header("Content-Type", "application/json"),
                        new Header("Location", "/events/1"),
                        new Header("X-Flag", "true"),
                        new Header("Set-Cookie", "a=1"),
                        new Header("Set-Cookie", "b=2"));
    }

    /** As recorded on AWS: LocalStack's test_aws_proxy_response_payload_format_validation, 11-2024. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"x-a": "one"}    | {"X-A": ["two"]}          | two,one
            {"X-A": "one"}    | {"X-A": ["two", "three"]} | two,three,one
            {"X-A": "one"}    | {"X-A": ["one"]}          | one
            {"x-a": "one"}    | {"X-A": ["one", "two"]}   | one,two
            {"X-A": "one"}    | {}                        | one
            {}                | {"X-A": ["two", "two"]}   | two,two
            """)
    void read_shouldSendTheValuesOfBothMaps_whenAHeaderIsInBoth(String single, String multi, String expected)
            throws Exception {
        GatewayAnswer answer = ProxyAnswer.read(
                "{\"statusCode\":200,\"headers\":%s,\"multiValueHeaders\":%s}".formatted(single, multi), Accepted.TEXT);

        assertThat(answer.headers().stream()
                        .filter(header -> !header.name().equals("Content-Type"))
                        .map(Header::value))
                .containsExactly(expected.split(","));
    }

    @Test
    void read_shouldKeepTheContentTypeOfTheFunction() throws Exception {
        GatewayAnswer answer = ProxyAnswer.read(
                "{\"statusCode\":200,\"headers\":{\"content-type\":\"text/plain\"},\"body\":\"x\"}", Accepted.TEXT);

        assertThat(answer.headers()).containsExactly(new Header("content-type", "text/plain"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"statusCode\":\"201\"} | 201",
                "{\"headers\":{\"a\":\"b\"}} | 200",
                "{} | 200",
                "{\"statusCode\":204,\"headers\":null,\"multiValueHeaders\":null,\"body\":null,\"isBase64Encoded\":null} | 204"
            })
    void read_shouldAcceptWhatApiGatewayAccepts(String payload, int status) throws Exception {
        GatewayAnswer answer = ProxyAnswer.read(payload, Accepted.TEXT);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().isEmpty()).isTrue();
    }

    @Test
    void read_shouldDecodeBase64_whenTheClientAcceptsBinary() throws Exception {
        String payload = "{\"statusCode\":200,\"body\":\"/+4=\",\"isBase64Encoded\":true}";

        assertThat(ProxyAnswer.read(payload, Accepted.BINARY).body().size()).isEqualTo(2);
        assertThat(ProxyAnswer.read(payload, Accepted.TEXT).body().text()).isEqualTo("/+4=");
    }

    @Test
    void read_shouldRemapAndDropTheHeadersApiGatewayKeeps() throws Exception {
        GatewayAnswer answer = ProxyAnswer.read(
                "{\"statusCode\":200,\"headers\":{\"Date\":\"x\",\"Content-Length\":\"999\",\"Connection\":\"close\"}}",
                Accepted.TEXT);

        assertThat(answer.headers())
                .containsExactlyInAnyOrder(
                        new Header("Content-Type", "application/json"),
                        new Header("x-amzn-Remapped-Connection", "close"),
                        new Header("x-amzn-Remapped-Date", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not JSON | not JSON",
                "null | not a JSON object",
                "\"text\" | not a JSON object",
                "[] | not a JSON object",
                "{\"statusCode\":\"OK\"} | its statusCode is \"OK\"",
                "{\"statusCode\":99} | its statusCode is 99",
                "{\"statusCode\":2.5} | its statusCode is 2.5",
                "{\"statusCode\":200,\"body\":{\"a\":1}} | its body is not a string",
                "{\"statusCode\":200,\"headers\":[]} | its headers is not a JSON object",
                "{\"statusCode\":200,\"headers\":{\"a\":1}} | headers.a is 1, not a string",
                "{\"statusCode\":200,\"multiValueHeaders\":{\"a\":\"b\"}} | multiValueHeaders.a is not a list",
                "{\"statusCode\":200,\"isBase64Encoded\":\"yes\"} | isBase64Encoded",
                "{\"statusCode\":200,\"wrongValue\":1} | it has the member \"wrongValue\"",
                "{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}} | line break",
                "{\"statusCode\":200,\"headers\":{\"Transfer-Encoding\":\"chunked\"}} | Transfer-Encoding"
            })
    void read_shouldSayWhatIsWrong_whenTheAnswerIsMalformed(String payload, String message) {
        assertThatThrownBy(() -> ProxyAnswer.read(payload, Accepted.TEXT))
                .isInstanceOf(MalformedProxyAnswerException.class)
                .hasMessageContaining(message);
    }
}
