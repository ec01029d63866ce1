package localrunner.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalNamesTest {

    private static final LocalNames NAMES = new LocalNames(Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:4566",
                "LocalHost:4566",
                "bucket.localhost:4566",
                "127.0.0.1",
                "127.0.0.1:4566",
                "127.1.2.3:80",
                "[::1]",
                "[::1]:4566",
                "host.docker.internal:4566"
            })
    void refusal_shouldBeEmpty_whenTheHostIsThisMachine(String host) {
        assertThat(refusal(NAMES, "/", host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:4566",
                "",
                "localhost.evil.example",
                "notlocalhost",
                "127.0.0.1.evil.example",
                "127.0.0.1.nip.io:4566",
                "0.0.0.0:4566",
                "128.0.0.1",
                "[::ffff:7f00:1]:4566",
                "172.17.0.1:4566",
                "a@localhost",
                "localhost:4566:1",
                "localhost#.evil.example",
                "localhost, evil.example",
                "evil.example/.localhost"
            })
    void refusal_shouldSayWhy_whenTheHostIsAnother(String host) {
        assertThat(refusal(NAMES, "/", host))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("The request was sent to '" + host + "'")
                        .contains("Send it to localhost, 127.0.0.1, [::1], host.docker.internal"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "http://localhost/"})
    void refusal_shouldSayWhy_whenThereIsNoHost(String target) {
        assertThat(refusal(NAMES, target))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("The request has no Host header."));
    }

    @Test
    void refusal_shouldLookAtEveryName_whenThereAreSeveral() {
        assertThat(refusal(NAMES, "/", "localhost", "evil.example")).isPresent();
        assertThat(refusal(NAMES, "http://evil.example/", "localhost")).isPresent();
        assertThat(refusal(NAMES, "http://localhost/", "evil.example")).isPresent();
        assertThat(refusal(NAMES, "http://127.0.0.1:4566/", "127.0.0.1:4566")).isEmpty();
    }

    @Test
    void refusal_shouldBeEmpty_whenTheHostIsTheEdgeHost() {
        LocalNames address = new LocalNames(Optional.of("172.17.0.1"));
        LocalNames name = new LocalNames(Optional.of("Box.example"));
        LocalNames six = new LocalNames(Optional.of("fd00::1"));

        assertThat(refusal(address, "/", "172.17.0.1:4566")).isEmpty();
        assertThat(refusal(address, "/", "172.17.0.2:4566"))
                .hasValueSatisfying(reason -> assertThat(reason).endsWith(" or 172.17.0.1."));
        assertThat(refusal(name, "/", "box.example")).isEmpty();
        assertThat(refusal(six, "/", "[fd00::1]:4566")).isEmpty();
    }

    private static Optional<String> refusal(LocalNames names, String target, String... hosts) {
        HttpFields.Mutable headers = HttpFields.build();
        List.of(hosts).forEach(host -> headers.add(HttpHeader.HOST, host));
        return names.refusal(HttpURI.from(target), headers);
    }
}
