package localrunner.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import localrunner.http.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuntimeApiIT {

    private final RuntimeApi api = new RuntimeApi();

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @MethodSource("headersOfOtherSites")
    void handle_shouldRefuse_whenAPageOfAnotherSiteCouldHaveSentIt(String headers) throws Exception {
        var session = new RuntimeSession(() -> {});
        api.add("echo-1", session);
        String request = "POST /echo-1/2018-06-01/runtime/init/error HTTP/1.1|";

        assertThat(RawHttp.send(port(), request + headers, "{}")).startsWith("HTTP/1.1 403 ");
        assertThat(session.ready()).isNotDone();

        assertThat(RawHttp.send(port(), request + "Host: 127.0.0.1", "{}")).startsWith("HTTP/1.1 202 ");
        assertThat(session.ready()).isCompletedExceptionally();
    }

    static List<String> headersOfOtherSites() {
        return RawHttp.HEADERS_OF_OTHER_SITES;
    }

    private int port() {
        return Integer.parseInt(api.address("").replaceAll(".*:|/", ""));
    }
}
