package localrunner.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserRequestsTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    @ParameterizedTest
    @ValueSource(strings = {"aws-sdk-java/2.41.0 md/io#sync", "aws-cli/2.31.0", "Boto3/1.40.1", "curl/8.14.1"})
    void refusal_shouldBeEmpty_whenAProgramCalls(String userAgent) {
        assertThat(refusal("User-Agent", userAgent)).isEmpty();
        assertThat(refusal()).isEmpty();
    }

    @Test
    void refusal_shouldBeEmpty_whenThePageIsTheRunnersOwn() {
        assertThat(refusal("User-Agent", FIREFOX, "Origin", "http://127.0.0.1:4566", "Sec-Fetch-Site", "same-origin"))
                .isEmpty();
        assertThat(refusal("User-Agent", FIREFOX, "Sec-Fetch-Site", "same-origin"))
                .isEmpty();
    }

    @Test
    void refusal_shouldBeEmpty_whenTheUserTypedTheAddress() {
        assertThat(refusal("User-Agent", FIREFOX, "Sec-Fetch-Site", "none")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, ''",
        "Origin, http://127.0.0.1",
        "Origin, http://127.0.0.1:3000",
        "Origin, http://localhost:4566",
        "Origin, https://127.0.0.1:4566",
        "Origin, http://127.0.0.1:4566.evil.example",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, Cross-Site",
        "Sec-Fetch-Site, anything"
    })
    void refusal_shouldSayWhy_whenThePageIsOfAnotherOrigin(String header, String value) {
        assertThat(refusal(header, value))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("The request comes from a page of ")
                        .contains(value)
                        .endsWith("may call this port."));
    }

    @Test
    void refusal_shouldLookAtBothHeaders_whenTheyDiffer() {
        assertThat(refusal("Origin", "http://127.0.0.1:4566", "Sec-Fetch-Site", "cross-site"))
                .isPresent();
        assertThat(refusal("Origin", "http://127.0.0.1:4566", "Origin", "https://evil.example"))
                .isPresent();
    }

    @Test
    void refusal_shouldSayWhy_whenABrowserTellsNothing() {
        assertThat(refusal("User-Agent", FIREFOX))
                .hasValueSatisfying(reason -> assertThat(reason).contains("does not say which page made it"));
    }

    private static Optional<String> refusal(String... namesAndValues) {
        HttpFields.Mutable headers = HttpFields.build().add("Host", "127.0.0.1:4566");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return BrowserRequests.refusal(headers);
    }
}
