package localrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import localrunner.console.RecordingConsole;
import localrunner.edge.EdgeServer;
import localrunner.http.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The console behind a real edge port, as browsers call it. */
class WebConsoleIT {

    private static final String OURS = "|Content-Type: application/json|X-Console: 1|Origin: http://localhost:1";

    private final EventStream stream = new EventStream(Duration.ofMillis(1), Duration.ofMillis(20));
    private final AtomicInteger told = new AtomicInteger();
    private final EdgeServer edge = EdgeServer.bind(0, Optional.empty(), new RecordingConsole(), () -> "request-1");

    @BeforeEach
    void start() {
        WebApi api = routes -> routes.get(
                        "echo/{name}",
                        request -> WebAnswers.json(JsonMapper.shared()
                                .createObjectNode()
                                .put("name", request.variable("name"))
                                .put("more", String.join(" ", request.parameters("more")))))
                .post("echo", request -> WebAnswers.json(request.json()))
                .get("stream", _ -> stream.answer(() -> this::next));
        edge.start(List.of(), List.of(new WebConsole("/webfixture", List.of(api))));
    }

    /** Two messages, and then silence. */
    private List<EventStream.Message> next() {
        int number = told.incrementAndGet();
        return number > 2
                ? List.of()
                : List.of(new EventStream.Message(
                        "facts", JsonMapper.shared().createObjectNode().put("number", number)));
    }

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void page_shouldBeThere_withAPolicyThatLetsNothingElseIn() throws Exception {
        assertThat(answer("GET /_console HTTP/1.1|Host: localhost:1"))
                .startsWith("HTTP/1.1 307 ")
                .contains("Location: /_console/");
        assertThat(answer("GET /_console/ HTTP/1.1|Host: localhost:1"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Type: text/html; charset=utf-8", "<title>fixture</title>")
                .contains("Content-Security-Policy: default-src 'none'; script-src 'self';")
                .contains("X-Content-Type-Options: nosniff");
        assertThat(answer("GET /_console/some.module.js HTTP/1.1|Host: localhost:1"))
                .contains("Content-Type: text/javascript; charset=utf-8", "export const answer = 42;");
    }

    @Test
    void page_shouldNotBeSentAgain_whenTheBrowserHasIt() throws Exception {
        String first = answer("GET /_console/ HTTP/1.1|Host: localhost:1");
        String tag = first.lines()
                .filter(line -> line.startsWith("ETag: "))
                .collect(Collectors.joining())
                .substring("ETag: ".length());

        assertThat(answer("GET /_console/ HTTP/1.1|Host: localhost:1|If-None-Match: " + tag))
                .startsWith("HTTP/1.1 304 ")
                .doesNotContain("fixture");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nothing.html", "..%2Findex.html", "../webfixture/index.html", "index", "a/b.html", ".html"})
    void page_shouldNotBeFound_whenThereIsNoSuchFile(String name) throws Exception {
        assertThat(answer("GET /_console/" + name + " HTTP/1.1|Host: localhost:1"))
                .startsWith("HTTP/1.1 404 ")
                .contains("its page is /_console/");
    }

    @Test
    void api_shouldAnswerInJson() throws Exception {
        assertThat(answer("GET /_console/api/echo/a%20b?more=1&more=c+d HTTP/1.1|Host: localhost:1"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Type: application/json", "Cache-Control: no-store", "sandbox")
                .contains("{\"name\":\"a b\",\"more\":\"1 c d\"}");
        assertThat(post(OURS, "{\"a\":1}")).startsWith("HTTP/1.1 200 ").contains("{\"a\":1}");
        assertThat(post(OURS, "[1]")).startsWith("HTTP/1.1 400 ").contains("the body is a JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|Content-Type: application/json|X-Console: 1",
                "|Content-Type: application/json|Origin: http://localhost:1",
                "|Content-Type: text/plain|X-Console: 1|Origin: http://localhost:1",
                "|Content-Type: application/json|X-Console: 1|Origin: http://evil.example",
                "|Content-Type: application/json|X-Console: 1|Origin: http://localhost:1|Sec-Fetch-Site: cross-site"
            })
    void api_shouldRefuseAChange_whenAnotherPageCouldHaveSentIt(String headers) throws Exception {
        assertThat(post(headers, "{}")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void api_shouldRefuseToBeRead_byPagesOfOtherSites() throws Exception {
        assertThat(answer("GET /_console/api/echo/a HTTP/1.1|Host: localhost:1|Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(answer("GET /_console/api/echo/a HTTP/1.1|Host: evil.example"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void stream_shouldSendMessages_andShowThatItIsThere() throws Exception {
        try (Socket socket = RawHttp.connect(edge.uri().getPort())) {
            socket.getOutputStream()
                    .write("GET /_console/api/stream HTTP/1.1\r\nHost: localhost:1\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var seen = new StringBuilder();
            while (seen.indexOf(": still here") < 0) {
                seen.append(lines.readLine()).append('\n');
            }
            assertThat(seen.toString())
                    .contains("text/event-stream")
                    .contains("event: facts\ndata: {\"number\":1}\n")
                    .contains("event: facts\ndata: {\"number\":2}\n");
        }
    }

    private String post(String headers, String body) throws IOException {
        return RawHttp.send(edge.uri().getPort(), "POST /_console/api/echo HTTP/1.1|Host: localhost:1" + headers, body);
    }

    private String answer(String request) throws IOException {
        return RawHttp.send(edge.uri().getPort(), request).replace("\r\n", "\n");
    }
}
