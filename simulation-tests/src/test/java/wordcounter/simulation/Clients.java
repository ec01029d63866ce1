package wordcounter.simulation;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import wordcounter.counter.ApiFunction;
import wordcounter.counts.EventCounter;
import wordcounter.intake.Publisher;
import wordcounter.json.JsonObject;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.World.Deployment;
import wordcounter.testing.InMemoryCounts.Counter;

/** The clients of the API, who repeat a request until they have an answer or lose patience, and the API function. */
final class Clients {

    private final World world;
    private final Topic topic;
    private final List<Client> waiting = new ArrayList<>();
    private int clients;

    Clients(World world, Topic topic) {
        this.world = world;
        this.topic = topic;
    }

    void post(Request request) {
        Client client = new Client(request, ++clients);
        world.soon(client.name(), "posts " + request, client::send);
    }

    void delete(String word, int resends) {
        Deletion deletion = new Deletion(word, resends);
        world.soon("a client", "deletes " + word, deletion::send);
    }

    void loseOne() {
        if (!waiting.isEmpty()) {
            waiting.get(world.random().nextInt(waiting.size())).giveUp();
        }
    }

    /** One who sends a request until there is an answer, or patience ends. */
    private final class Client {

        private final Request request;
        private final int number;
        private int sent;

        Client(Request request, int number) {
            this.request = request;
            this.number = number;
        }

        String name() {
            return "client " + number;
        }

        void send() {
            int attempt = ++sent;
            String event = request.key().map(key -> "key " + key).orElse("request " + number + ", attempt " + attempt);
            waiting.add(this);
            world.start("api", Lambda.API_TIMEOUT, api(request, event), ending -> answered(attempt, event, ending));
        }

        private void answered(int attempt, String event, Ending ending) {
            if (attempt != sent || !waiting.remove(this)) {
                return; // nobody is there any more to see it
            }
            long status = ending instanceof Ending.Returned(var json)
                    ? JsonObject.parse(json).requiredLong("statusCode")
                    : 502;
            switch ((int) status) {
                case 202 -> world.truth().accepted(event, request);
                case 422 -> world.truth().refused(event, request);
                case 500, 502, 503 -> sendAgain();
                default -> throw new IllegalStateException("an answer nobody expects: " + status);
            }
        }

        void giveUp() {
            world.note(name(), "gives up");
            waiting.remove(this);
            sendAgain();
        }

        private void sendAgain() {
            if (sent <= request.resends()) {
                world.soon(name(), "posts again", this::send);
            }
        }
    }

    /** One who asks for a word to be deleted until it is, or patience ends. */
    private final class Deletion {

        private final String word;
        private final int resends;
        private int sent;

        Deletion(String word, int resends) {
            this.word = word;
            this.resends = resends;
        }

        void send() {
            sent++;
            Map<String, Long> before = counted();
            world.start("delete " + word, Lambda.API_TIMEOUT, deletion(word), ending -> {
                world.truth().deletionEnded(counted());
                if (ending instanceof Ending.Returned(var json)
                        && JsonObject.parse(json).requiredLong("statusCode") == 204) {
                    world.truth().deleted(before);
                } else if (sent <= resends) {
                    world.soon("a client", "deletes " + word + " again", this::send);
                }
            });
        }

        private Map<String, Long> counted() {
            return world.counters().stream()
                    .filter(counter -> counter.word().equals(word))
                    .collect(Collectors.toMap(counter -> counter.word() + "#" + counter.shard(), Counter::counted));
        }
    }

    private Program deletion(String word) {
        JsonObject apiEvent = apiEvent("DELETE", "/words/{word}", Map.of(), Map.of("word", word), "");
        Deployment deployment = world.deployment();
        Publisher nowhere = wordsEvent -> {
            throw new IllegalStateException("a deletion publishes nothing");
        };
        return calls -> answer(calls, nowhere, world.eventCounter(calls, deployment), apiEvent);
    }

    private Program api(Request request, String event) {
        JsonObject apiEvent = apiEvent(request);
        Deployment deployment = world.deployment();
        return calls -> {
            EventCounter eventCounter = world.eventCounter(calls, deployment);
            Instant deadline = calls.clock().instant().plus(Lambda.API_TIMEOUT);
            Publisher publisher = wordsEvent -> world.variant()
                    .publish(
                            wordsEvent,
                            toPublish -> calls.make(Operation.PUBLISH, toPublish.eventId(), () -> {
                                world.truth().published(event, request);
                                topic.deliver(toPublish.toJson(), Map.of(), request.arrival());
                                return "";
                            }),
                            eventCounter,
                            deadline);
            return answer(calls, publisher, eventCounter, apiEvent);
        };
    }

    private String answer(Calls calls, Publisher publisher, EventCounter eventCounter, JsonObject apiEvent)
            throws IOException {
        return Lambda.answer(
                ApiFunction.handler(
                        calls,
                        publisher::publish,
                        eventCounter,
                        world.counts(),
                        world.variant().contendedForgetWrite(),
                        world.log()),
                apiEvent,
                Lambda.API_TIMEOUT);
    }

    private static JsonObject apiEvent(Request request) {
        Map<String, Object> headers = new LinkedHashMap<>(Map.of("Content-Type", "text/plain"));
        request.key().ifPresent(key -> headers.put("Idempotency-Key", key));
        return apiEvent("POST", "/words", headers, Map.of(), request.text());
    }

    /** API Gateway's event, as far as the function reads it. */
    private static JsonObject apiEvent(
            String method,
            String resource,
            Map<String, Object> headers,
            Map<String, Object> pathParameters,
            String body) {
        return new JsonObject(Map.of(
                "resource",
                resource,
                "httpMethod",
                method,
                "headers",
                headers,
                "pathParameters",
                pathParameters,
                "requestContext",
                Map.of("path", "/dev" + resource, "requestId", "request"),
                "body",
                body));
    }
}
