package localrunner.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersProxiesTest {

    @Test
    void of_shouldBeNone_whenNothingIsSet() {
        assertThat(new UsersProxies(Map.of()).of("https", "example.com")).isEmpty();
    }

    @Test
    void of_shouldTellProxiesByScheme_inAnySpelling() {
        UsersProxies proxies =
                new UsersProxies(Map.of("HTTPS_PROXY", "http://secure:3128", "http_proxy", "plain:8080/"));

        assertThat(proxies.of("https", "example.com")).contains(URI.create("http://secure:3128"));
        assertThat(proxies.of("http", "example.com")).contains(URI.create("http://plain:8080/"));
    }

    @Test
    void of_shouldFallBackToTheOneForAll() {
        assertThat(new UsersProxies(Map.of("all_proxy", "http://any:1")).of("https", "example.com"))
                .contains(URI.create("http://any:1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            example.com    | example.com     | false
            example.com    | api.example.com | false
            .example.com   | api.example.com | false
            *.example.com  | api.example.com | false
            example.com:80 | example.com     | false
            a, example.com | EXAMPLE.COM     | false
            *              | anything        | false
            example.com    | notexample.com  | true
            """)
    void of_shouldRespectTheExceptions(String without, String host, boolean proxied) {
        UsersProxies proxies = new UsersProxies(Map.of("https_proxy", "http://proxy:1", "no_proxy", without));

        assertThat(proxies.of("https", host).isPresent()).isEqualTo(proxied);
    }

    @Test
    void authorization_shouldBeBasic_whenTheAddressHasAUser() {
        assertThat(UsersProxies.authorization(URI.create("http://me:secret@proxy:1")))
                .contains("Basic bWU6c2VjcmV0");
        assertThat(UsersProxies.authorization(URI.create("http://proxy:1"))).isEqualTo(Optional.empty());
    }
}
