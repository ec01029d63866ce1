package localrunner;

import static localrunner.WatchedRunner.HOSTILE;
import static localrunner.WatchedRunner.name;
import static localrunner.WatchedRunner.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Acts on a whole runner through the console's API, as its page does. */
class ConsoleHandsIT {

    private static final JsonMapper JSON = JsonMapper.shared();

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
    void tidyUp() throws Exception {
        assertThat(runner.send("DELETE", "faults", "{}").statusCode()).isEqualTo(200);
        assertThat(runner.send("PUT", "act/time", "{\"scale\":120}").statusCode())
                .isEqualTo(200);
        runner.purge();
    }

    @Test
    void event_shouldBeRefused_whenItIsLargerThanLambdaTakes() throws Exception {
        ObjectNode request =
                JSON.createObjectNode().put("target", "Worker").put("body", "\"" + "x".repeat(1 << 20) + "\"");

        HttpResponse<String> answer = runner.send("POST", "act/send", request.toString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the event can't be sent").contains("1048576");
    }

    @Test
    void letter_shouldBeReplayedOnce_whenTwoPagesReplayIt() throws Exception {
        String name = name();
        runner.publish("throw " + name);
        JsonNode letter = runner.await("DeadLetters");
        assertThat(letter.path("why").asString())
                .startsWith("Subscriber gave up this event after 3 times (RetriesExhausted): ")
                .contains("told to: " + name);
        long before = runner.warnings("given up");
        String path = "act/queues/DeadLetters/messages/" + letter.path("id").asString() + "/replay";
        Callable<Integer> replay = () -> runner.send("POST", path, "{}").statusCode();

        List<Future<Integer>> told;
        try (ExecutorService pages = Executors.newVirtualThreadPerTaskExecutor()) {
            told = pages.invokeAll(List.of(replay, replay));
        }

        assertThat(List.of(told.get(0).get(), told.get(1).get())).contains(200).containsAnyOf(404, 409);
        var _ = runner.await("DeadLetters");
        assertThat(runner.warnings("given up") - before)
                .as("events that one replay has made")
                .isEqualTo(1);
    }

    @Test
    void letterOfAQueue_shouldGoBackToIt() throws Exception {
        String name = name();
        runner.sqs("app-Work", "throw " + name);
        JsonNode letter = runner.await("Undone");
        assertThat(letter.path("why").asString()).startsWith("It was received 3 times from Work and never deleted");

        HttpResponse<String> answer = runner.send(
                "POST", "act/queues/Undone/messages/" + letter.path("id").asString() + "/replay", "{}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode again = runner.await("Undone");
        assertThat(again.path("body").asString()).isEqualTo("throw " + name);
        assertThat(again.path("id").asString())
                .as("a message of its own")
                .isNotEqualTo(letter.path("id").asString());
    }

    @Test
    void letterOfAStream_shouldBeInvokedWithItsRecords_andStayWhenTheyFail() throws Exception {
        String name = name();
        runner.put(name, "throw " + name);
        JsonNode letter = runner.await("DeadLetters");
        assertThat(letter.path("why").asString())
                .startsWith("Follower gave up one record of the stream of app-Entries");

        HttpResponse<String> answer = runner.send(
                "POST", "act/queues/DeadLetters/messages/" + letter.path("id").asString() + "/replay", "{}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body())
                .contains("Follower failed again, so the message stays")
                .contains("told to: " + name);
        assertThat(runner.only("DeadLetters").path("id")).isEqualTo(letter.path("id"));
    }

    @Test
    void replayAll_shouldLeaveWhatNobodyKnows() throws Exception {
        runner.sqs("app-DeadLetters", "{\"parked\":true}");
        String name = name();
        runner.publish("throw " + name);
        soon().until(() ->
                runner.get("data/queues/DeadLetters/messages").path("messages").size() == 2);

        JsonNode result = runner.post("act/queues/DeadLetters/replay", "{}");

        assertThat(result.path("replayed").asInt()).isEqualTo(1);
        assertThat(result.path("left")).hasSize(1);
        assertThat(result.at("/left/0/reason").asString()).contains("put it there itself");
        soon().until(() ->
                runner.get("data/queues/DeadLetters/messages").path("messages").size() == 2);
    }

    @Test
    void event_shouldReachEachTarget() throws Exception {
        String name = name();
        runner.post("act/send", sending("Subscriber", "{\"Records\":[{\"body\":\"apply f-" + name + "\"}]}"));
        runner.post("act/send", sending("Orders", "apply t-" + name));
        runner.post("act/send", sending("Work", "apply q-" + name));
        ObjectNode request = JSON.createObjectNode()
                .put("target", "route:POST /work")
                .put("path", "/work")
                .put("body", "r-" + name);
        request.putObject("headers").put("Content-Type", "text/plain");
        JsonNode routed = runner.post("act/send", request.toString());

        assertThat(routed.at("/answer/status").asInt()).isEqualTo(202);
        assertThat(routed.path("eventId").asString()).isNotEmpty();
        soon().until(() -> runner.printed("Subscriber", "f-" + name) && runner.printed("Subscriber", "t-" + name));
        soon().until(() -> runner.printed("Worker", "q-" + name) && runner.printed("Worker", "r-" + name));
    }

    @Test
    void event_shouldBeFollowed_andSentAgainAsItWasOrEdited() throws Exception {
        String name = name();
        String id = runner.post("act/send", sending("Orders", "apply a-" + name))
                .path("eventId")
                .asString();
        soon().until(() -> runner.printed("Subscriber", "a-" + name));

        JsonNode event = runner.get("events/" + id);
        assertThat(event.path("kind").asString()).isEqualTo("sns");
        assertThat(event.path("spans")
                        .valueStream()
                        .map(span -> span.path("who").asString()))
                .contains("Orders", "Subscriber");
        JsonNode past = runner.get("act/again/" + id);
        assertThat(past.path("target").asString()).isEqualTo("Orders");
        assertThat(past.path("body").asString()).isEqualTo("apply a-" + name);

        assertThat(runner.post("act/again/" + id, "{}").path("eventId").asString())
                .isNotEqualTo(id);
        assertThat(runner.post("act/again/" + id, "{\"body\":\"apply b-" + name + "\"}")
                        .path("eventId")
                        .asString())
                .isNotEqualTo(id);
        soon().until(() -> runner.count("Subscriber", "a-" + name) == 2 && runner.printed("Subscriber", "b-" + name));
    }

    @Test
    void requestOfARoute_shouldBeSentAgain() throws Exception {
        String name = name();
        ObjectNode request = JSON.createObjectNode()
                .put("target", "route:POST /work")
                .put("path", "/work")
                .put("body", name);
        request.putObject("headers").put("Content-Type", "text/plain");
        String id = runner.post("act/send", request.toString()).path("eventId").asString();

        JsonNode again = runner.post("act/again/" + id, "{}");

        assertThat(again.at("/answer/status").asInt()).isEqualTo(202);
        soon().until(() -> runner.count("Worker", name) == 2);
    }

    @Test
    void function_shouldAnswer_whenItIsWaitedFor() throws Exception {
        ObjectNode request = JSON.createObjectNode().put("target", "Worker").put("wait", true);
        JsonNode failed = runner.post("act/send", request.put("body", "{}").toString());

        assertThat(failed.at("/answer/failed").asBoolean()).isTrue();
        assertThat(failed.at("/answer/text").asString()).contains("not an event with records");
    }

    @Test
    void samples_shouldHaveTheFilesBesideTheTemplate_andOneOfEachSource() throws Exception {
        JsonNode samples = runner.get("act/samples");

        assertThat(samples.path("targets")
                        .valueStream()
                        .map(target -> target.path("id").asString()))
                .containsExactly(
                        "route:POST /work",
                        "Subscriber",
                        "Follower",
                        "Worker",
                        "Orders",
                        "Work",
                        "Undone",
                        "DeadLetters");
        assertThat(samples.path("samples")
                        .valueStream()
                        .filter(sample -> sample.path("target").asString().equals("Subscriber"))
                        .map(sample -> sample.path("name").asString()))
                .containsExactly(
                        "hostile",
                        "message of the topic Orders",
                        "event of the bucket Uploads",
                        "event of the schedule SubscriberTimed");
        assertThat(samples.at("/samples/0/request/body").asString()).isEqualTo(HOSTILE);
    }

    @Test
    void schedule_shouldFire_alsoWhenItIsDisabled() throws Exception {
        long before = runner.count("Subscriber", "on-time");

        assertThat(runner.post("act/schedules/SubscriberTimed/fire", "{}")
                        .path("eventId")
                        .asString())
                .isNotEmpty();

        soon().until(() -> runner.count("Subscriber", "on-time") == before + 1);
    }

    @Test
    void state_shouldShowWhatIsOn() throws Exception {
        assertThat(runner.send("PUT", "faults/Worker/delay", "{\"percentage\":10,\"delayMilliseconds\":500}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(runner.send("PUT", "act/time", "{\"scale\":3600}").statusCode())
                .isEqualTo(200);

        JsonNode state = runner.get("state");

        assertThat(state.path("timeScale").asDouble()).isEqualTo(3600);
        assertThat(state.at("/faults/0/target").asString()).isEqualTo("Worker");
        assertThat(state.at("/faults/0/delayMilliseconds").asInt()).isEqualTo(500);
    }

    @Test
    void retries_shouldComeSooner_whenTimeIsMadeToPassFasterMeanwhile() throws Exception {
        assertThat(runner.send("PUT", "act/time", "{\"scale\":1}").statusCode()).isEqualTo(200);
        long before = runner.warnings("attempt 1 of 3");
        runner.publish("throw " + name());
        soon().until(() -> runner.warnings("attempt 1 of 3") == before + 1);

        assertThat(runner.send("PUT", "act/time", "{\"scale\":3600}").statusCode())
                .isEqualTo(200);

        // The two retries would have taken three minutes.
        var _ = runner.await("DeadLetters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | act/send                              | {"target":"Subscribr","body":"{}"} | 404 | did you mean Subscriber
            POST   | act/send                              | {"body":"{}"}                    | 400 | the body has a target
            POST   | act/send                              | {"target":"Worker","body":"{"}   | 400 | be sent:
            POST   | act/send                              | {"target":"Orders","body":""}    | 400 | SNS refuses it: Invalid parameter: Empty message
            POST   | act/send                              | {"target":"route:POST /work","path":"work"} | 400 | path is a path of
            POST   | act/send                              | {"target":"Work","body":"a","attributes":7} | 400 | attributes is an object
            POST   | act/schedules/None/fire               | {}                               | 404 | there is no schedule None
            POST   | act/again/none                        | {}                               | 404 | there is no event none
            PUT    | act/time                              | {"scale":0.5}                    | 400 | a number from 1 to 3600
            PUT    | act/time                              | {"scale":"60"}                   | 400 | a number from 1 to 3600
            PUT    | faults/Worker/delays                  | {}                               | 400 | a function has no fault delays
            POST   | act/queues/Orders/replay              | {}                               | 404 | Orders is a topic, and no queue
            """)
    void request_shouldBeRefused_andSayWhatIsRight(
            String method, String path, @Nullable String body, int status, String message) throws Exception {
        HttpResponse<String> answer = method.equals("GET")
                ? runner.fetch(path)
                : runner.send(method, path, Optional.ofNullable(body).orElse("{}"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    private static String sending(String target, String body) {
        return JSON.createObjectNode().put("target", target).put("body", body).toString();
    }
}
