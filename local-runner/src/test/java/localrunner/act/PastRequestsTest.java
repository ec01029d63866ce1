package localrunner.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import localrunner.web.WebRefusal;
import org.junit.jupiter.api.Test;

class PastRequestsTest {

    private static final String PROXY_EVENT = """
            {"resource":"/orders","path":"/orders","httpMethod":"POST","headers":{"x-api-key":"secret"},
             "queryStringParameters":{"dry":"1"},"requestContext":{"apiId":"api123"},"body":"aGk=","isBase64Encoded":true}""";

    @Test
    void find_shouldGiveTheRequest_withHeadersAndQuery_whenAFunctionGotIt() {
        PastRequests.Past past = find(new PastEvent(
                "api",
                "Api",
                "POST /orders",
                Optional.of("hi"),
                "text/plain",
                Optional.of(new PastEvent.FirstRun("TakerFunction", PROXY_EVENT))));

        assertThat(past.target().id()).isEqualTo("route:POST /orders");
        assertThat(past.request().path("path").asString()).isEqualTo("/orders?dry=1");
        assertThat(past.request().at("/headers/x-api-key").asString()).isEqualTo("secret");
        assertThat(past.request().path("body").asString()).isEqualTo("hi");
    }

    @Test
    void find_shouldGiveTheRequestLine_whenNoFunctionGotIt() {
        PastRequests.Past past = find(
                new PastEvent("api", "Api", "GET /orders/7?x=y", Optional.of("hello"), "text/plain", Optional.empty()));

        assertThat(past.target().id()).isEqualTo("route:GET /orders/{id}");
        assertThat(past.request().toString())
                .isEqualTo("{\"method\":\"GET\",\"path\":\"/orders/7?x=y\","
                        + "\"headers\":{\"Content-Type\":\"text/plain\"},\"body\":\"hello\"}");
    }

    @Test
    void find_shouldGiveWhatWasSent_whenItCameToATopicQueueOrFunction() {
        PastRequests.Past past =
                find(new PastEvent("sns", "Placed", "publish", Optional.of("hello"), "text/plain", Optional.empty()));

        assertThat(past.target().id()).isEqualTo("Placed");
        assertThat(past.request().path("body").asString()).isEqualTo("hello");
    }

    @Test
    void find_shouldGiveTheFunctionThatRanFirst_whenTheBeginningCantBeSent() {
        PastRequests.Past past = find(new PastEvent(
                "s3",
                "Inbox",
                "put",
                Optional.of(""),
                "",
                Optional.of(new PastEvent.FirstRun("Worker", "{\"Records\":[]}"))));

        assertThat(past.target().id()).isEqualTo("Worker");
        assertThat(past.request().path("body").asString()).isEqualTo("{\"Records\":[]}");
    }

    @Test
    void find_shouldBeRefused_whenThereIsNothingToSend() {
        assertThatThrownBy(() -> find(new PastEvent("dynamodb", "Entries", "", Optional.of(""), "", Optional.empty())))
                .isInstanceOfSatisfying(
                        WebRefusal.class, e -> assertThat(e.status()).isEqualTo(409));
        assertThatThrownBy(() -> requests(Map.of()).find("gone"))
                .isInstanceOfSatisfying(
                        WebRefusal.class, e -> assertThat(e.status()).isEqualTo(404))
                .hasMessageContaining("there is no event gone");
    }

    @Test
    void find_shouldBeRefused_whenThePayloadIsNotKeptWhole() {
        PastEvent large = new PastEvent("sqs", "Work", "send", Optional.empty(), "", Optional.empty());

        assertThatThrownBy(() -> find(large))
                .isInstanceOfSatisfying(
                        WebRefusal.class, e -> assertThat(e.status()).isEqualTo(409))
                .hasMessageContaining("too large to be kept whole");
    }

    private static PastRequests.Past find(PastEvent event) {
        return requests(Map.of("e1", event)).find("e1");
    }

    private static PastRequests requests(Map<String, PastEvent> events) {
        return new PastRequests(new Targets(Orders.application()), id -> Optional.ofNullable(events.get(id)));
    }
}
