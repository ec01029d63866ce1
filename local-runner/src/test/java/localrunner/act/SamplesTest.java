package localrunner.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import localrunner.application.Application;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SamplesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String REQUEST = """
            {"resource":"/orders/{id}","path":"/orders/a b/ü","httpMethod":"GET","headers":{"x-api-key":"k","Host":"h"},
             "multiValueQueryStringParameters":{"q":["1","2 3"]},"requestContext":{"apiId":"api123"},"body":null}""";

    @TempDir
    private Path project;

    private final Application application = Orders.application();
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-27T10:15:30Z"));

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void all_shouldHaveAnEventOfEachSource_forEachFunction() {
        List<Sample> samples = samples();

        assertThat(event(samples, "TakerFunction", 0).path("httpMethod").asString())
                .isEqualTo("POST");
        assertThat(event(samples, "TakerFunction", 1).at("/pathParameters/id").asString())
                .isEqualTo("hello");
        assertThat(event(samples, "OrderMailerFunction", 0)
                        .at("/Records/0/Sns/TopicArn")
                        .asString())
                .isEqualTo(Orders.TOPIC.arn());
        assertThat(event(samples, "Worker", 0).at("/Records/0/eventSourceARN").asString())
                .isEqualTo(Orders.WORK.arn());
        assertThat(event(samples, "Worker", 1).at("/Records/0/s3/object/key").asString())
                .isEqualTo("in/hello.csv");
        JsonNode change = event(samples, "Follower", 0).at("/Records/0/dynamodb");
        assertThat(change.path("Keys").toString()).isEqualTo("{\"id\":{\"S\":\"hello\"},\"at\":{\"N\":\"1\"}}");
        assertThat(change.path("NewImage")).isEqualTo(change.path("Keys"));
        assertThat(event(samples, "Idle", 0).path("detail-type").asString()).isEqualTo("Scheduled Event");
    }

    @Test
    void all_shouldHaveARequestOfEachRoute_andATextForEachTopicAndQueue() {
        List<Sample> samples = samples();

        assertThat(of(samples, "route:POST /orders").getFirst().request().toString())
                .isEqualTo(
                        "{\"method\":\"POST\",\"path\":\"/orders\",\"headers\":{\"Content-Type\":\"application/json\"},"
                                + "\"body\":\"{}\"}");
        assertThat(of(samples, "route:GET /orders/{id}")
                        .getFirst()
                        .request()
                        .path("path")
                        .asString())
                .isEqualTo("/orders/hello");
        assertThat(of(samples, "Placed")).hasSize(1);
        assertThat(of(samples, "Work")).hasSize(1);
    }

    @Test
    void all_shouldBringFiles_toWhatTheirFolderOrNameSays() throws IOException {
        write("taker-fn/bad.json", "no json <at all>");
        write("order_mailer/placed.json", "{}");
        write("worker-csv.json", "{}");
        write("dead-letters/parked.json", "{}");

        List<Sample> samples = samples();

        assertThat(of(samples, "TakerFunction").getFirst())
                .extracting(Sample::name, Sample::origin)
                .containsExactly("bad", "events/taker-fn/bad.json");
        assertThat(of(samples, "TakerFunction")
                        .getFirst()
                        .request()
                        .path("body")
                        .asString())
                .isEqualTo("no json <at all>");
        assertThat(of(samples, "OrderMailerFunction").getFirst().origin()).isEqualTo("events/order_mailer/placed.json");
        assertThat(of(samples, "Worker").getFirst().origin()).isEqualTo("events/worker-csv.json");
        assertThat(of(samples, "DeadLetters").getFirst().origin()).isEqualTo("events/dead-letters/parked.json");
    }

    @Test
    void all_shouldBringFiles_toWhatTheEventSays_whenTheNameSaysNothing() throws IOException {
        write("event.json", REQUEST);
        write("queue.json", "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}");
        write("env.json", "{\"TakerFunction\":{\"A\":\"b\"}}");

        List<Sample> samples = samples();

        assertThat(of(samples, "TakerFunction").getFirst().origin()).isEqualTo("events/event.json");
        assertThat(of(samples, "Worker").getFirst().origin()).isEqualTo("events/queue.json");
        assertThat(samples).extracting(Sample::origin).doesNotContain("events/env.json");
    }

    @Test
    void all_shouldMakeTheRequestAgain_ofAnEventOfAnApi() throws IOException {
        write("event.json", REQUEST);

        Sample sample = of(samples(), "route:GET /orders/{id}").getFirst();

        assertThat(sample.request().path("path").asString()).isEqualTo("/orders/a%20b/%C3%BC?q=1&q=2%203");
        assertThat(sample.request().path("headers").toString()).isEqualTo("{\"x-api-key\":\"k\"}");
    }

    private List<Sample> samples() {
        return new Samples(application, new Targets(application), project.resolve("template.yaml"), time).all();
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve("events").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static List<Sample> of(List<Sample> samples, String target) {
        return samples.stream().filter(sample -> sample.target().equals(target)).toList();
    }

    private static JsonNode event(List<Sample> samples, String target, int index) {
        return JSON.readTree(
                of(samples, target).get(index).request().path("body").asString());
    }
}
