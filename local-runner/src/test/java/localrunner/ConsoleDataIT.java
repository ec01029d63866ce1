package localrunner;

import static localrunner.WatchedRunner.HOSTILE;
import static localrunner.WatchedRunner.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Looks into a whole runner through the console's API, as its page does. */
class ConsoleDataIT {

    @TempDir
    static Path project;

    private static WatchedRunner runner;

    @BeforeAll
    static void start() throws Exception {
        runner = new WatchedRunner(project);
    }

    @AfterAll
    static void stop() {
        runner.close();
    }

    @AfterEach
    void tidyUp() {
        runner.purge();
    }

    @Test
    void items_shouldBePagedFilteredAndFoundByKey() throws Exception {
        String run = name();
        for (int number = 0; number < 60; number++) {
            runner.put("%s-%02d".formatted(run, number), "apply " + HOSTILE + number % 2);
        }

        JsonNode first = runner.get("data/tables/Entries/items?filter=" + run);
        JsonNode second = runner.get("data/tables/Entries/items?filter=" + run + "&cursor="
                + first.path("next").asString());
        JsonNode third = runner.get("data/tables/Entries/items?filter=" + run + "&cursor="
                + second.path("next").asString());

        assertThat(List.of(
                        first.path("items").size(),
                        second.path("items").size(),
                        third.path("items").size()))
                .containsExactly(25, 25, 10);
        assertThat(third.has("next")).isFalse();
        assertThat(IntStream.of(0, 1, 2)
                        .boxed()
                        .flatMap(page -> List.of(first, second, third)
                                .get(page)
                                .path("items")
                                .valueStream())
                        .map(item -> item.at("/key/name/S").asString()))
                .doesNotHaveDuplicates()
                .hasSize(60);
        JsonNode one =
                runner.get("data/tables/Entries/items?key=" + run + "-07").path("items");
        assertThat(one).hasSize(1);
        assertThat(one.get(0).at("/attributes/1/text").asString()).isEqualTo("apply " + HOSTILE + "1");
    }

    @Test
    void item_shouldBeDeletedOnce_whenTwoPeopleDeleteIt() throws Exception {
        String name = name();
        runner.put(name, "apply it");
        String key = "{\"key\":{\"name\":{\"S\":\"" + name + "\"}}}";

        assertThat(runner.send("DELETE", "data/tables/Entries/items", key).statusCode())
                .isEqualTo(200);
        HttpResponse<String> second = runner.send("DELETE", "data/tables/Entries/items", key);

        assertThat(second.statusCode()).isEqualTo(404);
        assertThat(second.body()).contains("somebody may have deleted it before");
        // The function makes nothing of a removal, and its record is given up.
        var _ = runner.await("DeadLetters");
    }

    @Test
    void messages_shouldBeShown_withoutReceivingThem() throws Exception {
        runner.sqs("app-DeadLetters", HOSTILE);

        JsonNode message = runner.only("DeadLetters");
        assertThat(message.path("body").asString()).isEqualTo(HOSTILE);
        assertThat(message.path("state").asString()).isEqualTo("waiting");
        assertThat(message.path("received").asInt()).isZero();
        assertThat(message.path("why").asString()).contains("the template has no function that reads this queue");
        assertThat(message.has("replay")).isFalse();

        assertThat(runner.only("DeadLetters").path("received").asInt()).isZero();
        HttpResponse<String> raw = runner.fetch("data/queues/DeadLetters/messages");
        assertThat(raw.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(raw.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void message_shouldBeDeleted() throws Exception {
        runner.sqs("app-DeadLetters", "a");
        String path = "data/queues/DeadLetters/messages/"
                + runner.only("DeadLetters").path("id").asString() + "/delete";

        assertThat(runner.send("POST", path, "{}").statusCode()).isEqualTo(200);
        assertThat(runner.send("POST", path, "{}").statusCode()).isEqualTo(404);
        assertThat(runner.get("data/queues/DeadLetters/messages").path("messages"))
                .isEmpty();
    }

    @Test
    void objects_shouldBeListedAndShown() throws Exception {
        String folder = name();
        runner.upload(folder + "/a.txt", HOSTILE.getBytes(StandardCharsets.UTF_8));
        runner.upload(folder + "/b.bin", new byte[] {(byte) 0xff, 0});

        JsonNode objects =
                runner.get("data/buckets/Uploads/objects?prefix=" + folder).path("objects");
        assertThat(objects.valueStream().map(object -> object.path("key").asString()))
                .containsExactly(folder + "/a.txt", folder + "/b.bin");
        assertThat(runner.get("data/buckets/Uploads/objects/" + folder + "/a.txt")
                        .path("text")
                        .asString())
                .isEqualTo(HOSTILE);
        assertThat(runner.get("data/buckets/Uploads/objects/" + folder + "/b.bin")
                        .path("base64")
                        .asString())
                .isEqualTo("/wA=");
    }

    @Test
    void secret_shouldBeHidden_untilSomebodyAsks() throws Exception {
        runner.call(
                "ssm",
                "AmazonSSM.PutParameter",
                "{\"Name\":\"/app/Key\",\"Type\":\"SecureString\",\"Value\":\"hush\",\"Overwrite\":true}");
        runner.call(
                "ssm",
                "AmazonSSM.PutParameter",
                "{\"Name\":\"/app/Open\",\"Type\":\"String\",\"Value\":\"said\",\"Overwrite\":true}");

        HttpResponse<String> shown = runner.fetch("data/parameters");

        assertThat(shown.body()).contains("said").doesNotContain("hush");
        assertThat(runner.post("data/parameters/reveal", "{\"name\":\"/app/Key\"}")
                        .path("value")
                        .asString())
                .isEqualTo("hush");
        assertThat(runner.fetch("data/parameters/reveal").statusCode())
                .as("never by a GET")
                .isEqualTo(405);
    }

    @Test
    void change_shouldBeRefused_whenItIsNotFromTheConsolesPage() throws Exception {
        runner.sqs("app-DeadLetters", "stays");

        assertThat(runner.sendAsAnyPage("data/queues/DeadLetters/purge", "{}").statusCode())
                .isEqualTo(403);
        assertThat(runner.only("DeadLetters").path("body").asString()).isEqualTo("stays");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | data/tables/Entrys/items              |                                  | 404 | did you mean Entries
            GET    | data/tables/Entries/items?sort=a      |                                  | 400 | together with a partition key: name
            GET    | data/tables/Entries/items?key=a&sort=b|                                  | 400 | there is no sort key
            GET    | data/tables/Entries/items?index=by    |                                  | 404 | the table has no index by; it has none
            GET    | data/tables/Entries/items?cursor=%21  |                                  | 400 | cursor is the next of the page before
            DELETE | data/tables/Entries/items             | {"key":{"id":{"S":"a"}}}         | 400 | such as {\\"key\\":{\\"name\\":{\\"S\\":\\"hello\\"}}}
            DELETE | data/tables/Entries/items             | {"key":                          | 400 | no JSON
            DELETE | data/tables/Entries/items             | {"key":{"name":{"N":"1"}}}       | 400 | dynamodb answers ValidationException
            GET    | data/queues/Nowhere/messages          |                                  | 404 | there are: DeadLetters, Undone, Work
            GET    | data/queues/Work/messages/none        |                                  | 404 | it may have been deleted
            POST   | data/queues/Work/messages/none/delete | {}                               | 404 | it may have been deleted
            POST   | data/queues/Work/redrive              | {}                               | 400 | must be configured as a Dead Letter Queue
            GET    | data/buckets/Uploads/objects/none     |                                  | 404 | has no object none
            POST   | data/parameters/reveal                | {"name":"/none"}                 | 404 | there is no parameter /none
            POST   | data/parameters/reveal                | {}                               | 400 | names the parameter
            """)
    void request_shouldBeRefused_andSayWhatIsRight(
            String method, String path, @Nullable String body, int status, String message) throws Exception {
        HttpResponse<String> answer = method.equals("GET")
                ? runner.fetch(path)
                : runner.send(method, path, Optional.ofNullable(body).orElse("{}"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }
}
