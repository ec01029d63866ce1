package wordcounter.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.World.Deployment;

/**
 * A small world, in which every call is made to fail, one by one and in pairs.
 *
 * @param orders what its clients and its operator do
 */
record Scenario(String name, List<Deployment> deployments, int batchSize, Consumer<World> orders) {

    /** Nothing comes twice, and nothing contradicts anything, unless a fault makes it. */
    static final List<Scenario> CALM = List.of(
            new Scenario(
                    "one event",
                    List.of(new Deployment(99, 4)),
                    4,
                    world -> world.post(
                            request("1", Map.of("hello", 1)).withKey("k").withResends(3))),
            new Scenario(
                    "no key and no patience",
                    List.of(new Deployment(99, 4)),
                    4,
                    world -> world.post(request("1", Map.of("hello", 2)))),
            new Scenario(
                    "several chunks",
                    List.of(new Deployment(2, 4)),
                    4,
                    world -> world.post(request("1", Map.of("a", 1, "b", 2, "c", 3, "d", 1))
                            .withKey("k")
                            .withResends(3))),
            new Scenario("several events on one word", List.of(new Deployment(99, 4)), 4, world -> {
                world.post(request("1", Map.of("hello", 1)).withResends(1));
                world.post(request("2", Map.of("hello", 2)).withKey("k").withResends(1));
            }),
            new Scenario("batches", List.of(new Deployment(3, 1)), 6, world -> {
                world.writePoison("unreadable");
                world.publishPoison("not an event");
                world.post(request("1", Map.of("a", 1, "b", 1)));
                world.post(request("2", Map.of("b", 1)));
            }),
            new Scenario(
                    "a group of words",
                    List.of(new Deployment(99, 1)),
                    8,
                    world -> world.post(request("1", Map.of("aa", 1, "bf", 2, "dg", 1, "eh", 1)))),
            new Scenario("texts in the queue", List.of(new Deployment(2, 4)), 4, world -> {
                world.queue(request("1", Map.of("a", 1, "b", 2, "c", 1)).withKey("k"));
                world.queue(request("2", Map.of("a", 1)));
                world.queuePoison("unreadable");
            }),
            new Scenario("a file", List.of(new Deployment(1, 4)), 4, world -> {
                world.upload("inbox/a", file("1", 3), 1);
                world.uploadPoison("inbox/unreadable");
            }),
            new Scenario("dead letters of the bucket", List.of(new Deployment(99, 1)), 4, world -> {
                world.breakUploadedWords();
                world.upload("inbox/a", file("1", 1), 1);
                world.after(Duration.ofMinutes(4), "the operator replays", () -> {
                    world.mend();
                    world.replay();
                });
            }),
            new Scenario("dead letters of the queue", List.of(new Deployment(99, 1)), 4, world -> {
                world.breakQueuedWords();
                world.queue(request("1", Map.of("a", 1)).withKey("k"));
                world.after(Duration.ofMinutes(16), "the operator replays", () -> {
                    world.mend();
                    world.replay();
                });
            }),
            new Scenario("milestones", List.of(new Deployment(99, 1)), 4, world -> {
                world.post(request("1", Map.of("hello", 10, "aa", 10)));
                world.after(Duration.ofSeconds(5), "", () -> world.post(request("2", Map.of("hello", 90))));
            }),
            new Scenario(
                    "a document that changes",
                    List.of(new Deployment(2, 4)),
                    4,
                    world -> world.edit("d", version("1", Map.of("da", 1, "db", 2)))),
            new Scenario("dead letters of the topic", List.of(new Deployment(99, 1)), 4, world -> {
                world.breakMultiplier();
                world.publishPoison("not an event");
                world.post(request("1", Map.of()));
                world.after(Duration.ofMinutes(4), "", () -> {
                    world.mend();
                    world.breakSns();
                    world.post(request("2", Map.of()));
                });
                world.after(Duration.ofMinutes(5), "the operator replays", () -> {
                    world.mend();
                    world.replay();
                });
            }));

    static final List<Scenario> HARSH = List.of(
            new Scenario("two bodies under one key", List.of(new Deployment(2, 4)), 4, world -> {
                world.post(request("1", Map.of("a", 1, "b", 1, "x", 1))
                        .withKey("k")
                        .withResends(2));
                world.post(request("2", Map.of("a", 1, "b", 1, "y", 2))
                        .withKey("k")
                        .withResends(2));
            }),
            new Scenario(
                    "delivered five times",
                    List.of(new Deployment(99, 4)),
                    4,
                    world -> world.post(request("1", Map.of("hello", 1)).withArrival(Arrival.copies(5)))),
            new Scenario(
                    "chunk size and shards changed",
                    List.of(new Deployment(1, 4), new Deployment(2, 8), new Deployment(3, 32)),
                    4,
                    world -> world.post(request("1", Map.of("a", 1, "b", 2, "c", 3))
                            .withKey("k")
                            .withResends(2)
                            .withArrival(Arrival.copies(2)))),
            new Scenario("one text by two routes", List.of(new Deployment(2, 4)), 4, world -> {
                world.post(request("1", Map.of("a", 1, "b", 2)).withKey("k").withResends(1));
                world.queue(request("1", Map.of("a", 1, "b", 2)).withKey("k"));
                world.after(Duration.ofMillis(10), "texts come to others too", world::showTexts);
            }),
            new Scenario("two texts in the queue under one key", List.of(new Deployment(99, 1)), 4, world -> {
                world.queue(request("1", Map.of("a", 1)).withKey("k"));
                world.queue(request("2", Map.of("b", 1)).withKey("k"));
            }),
            new Scenario(
                    "a file that comes twice, while deployments cut it in other places",
                    List.of(new Deployment(1, 4), new Deployment(2, 4), new Deployment(3, 4)),
                    4,
                    world -> world.upload("inbox/a", file("1", 4), 2)),
            new Scenario("two versions under one key", List.of(new Deployment(1, 4)), 4, world -> {
                world.upload("inbox/a", file("1", 2), 1);
                world.after(Duration.ofMillis(10), "", () -> world.upload("inbox/a", file("2", 2), 1));
            }),
            new Scenario("a document that changes again", List.of(new Deployment(99, 1)), 4, world -> {
                world.edit("d", version("1", Map.of("da", 1, "db", 2)));
                world.after(Duration.ofSeconds(30), "", () -> world.edit("d", version("2", Map.of("db", 1, "dc", 1))));
                world.after(Duration.ofSeconds(100), "", () -> world.edit("d", version("3", Map.of("da", 2))));
            }),
            new Scenario("a document that changes while it is counted", List.of(new Deployment(99, 1)), 4, world -> {
                world.edit("d", version("1", Map.of("da", 1, "db", 2)));
                world.after(Duration.ofMillis(60_020), "", () -> {
                    world.showDocuments();
                    world.edit("d", version("2", Map.of("db", 1, "dc", 1)));
                });
                world.after(Duration.ofMillis(60_030), "", () -> {
                    world.showDocuments();
                    world.edit("d", version("3", Map.of("dd", 1)));
                });
            }),
            new Scenario("a document, and two processes that are at it", List.of(new Deployment(99, 1)), 4, world -> {
                world.edit("d", version("1", Map.of("da", 1, "db", 1)));
                world.after(Duration.ofMillis(60_020), "checks come to others too", world::showDocuments);
                world.after(
                        Duration.ofMillis(60_030),
                        "",
                        () -> world.edit("d", version("2", Map.of("da", 2, "db", 1, "dc", 1))));
                world.after(
                        Duration.ofSeconds(100),
                        "",
                        () -> world.edit("d", version("3", Map.of("da", 2, "dc", 2, "dd", 1))));
            }),
            new Scenario("a document that comes and goes", List.of(new Deployment(99, 1)), 4, world -> {
                world.edit("d", version("1", Map.of("da", 1)));
                world.after(Duration.ofSeconds(70), "", () -> world.deleteDocument("d"));
                world.after(Duration.ofSeconds(140), "", () -> world.edit("d", version("2", Map.of("da", 2))));
            }),
            new Scenario("dead letters of documents", List.of(new Deployment(99, 1)), 4, world -> {
                world.breakDocumentsServer();
                world.edit("d", version("1", Map.of("da", 1)));
                world.after(Duration.ofMinutes(20), "the operator replays", () -> {
                    world.mend();
                    world.replay();
                });
            }),
            new Scenario("a text that kills", List.of(new Deployment(99, 1)), 4, world -> {
                world.killQueuedWordsBy(Oracle.tracer("1"));
                world.queue(request("1", Map.of("a", 1)));
                world.queue(request("2", Map.of("a", 1)));
                world.after(Duration.ofMinutes(16), "the operator replays", () -> {
                    world.mend();
                    world.replay();
                });
            }),
            new Scenario("a milestone comes twice at once", List.of(new Deployment(99, 1)), 4, world -> {
                world.doubleMilestones();
                world.post(request("1", Map.of("hello", 10)));
                world.after(Duration.ofMinutes(3), "a milestone comes again", world::redeliverMilestones);
            }),
            new Scenario("deleted meanwhile", List.of(new Deployment(99, 2)), 3, world -> {
                world.post(request("1", Map.of("hello", 1)).withKey("k").withResends(2));
                world.after(Duration.ofMillis(8), "", () -> world.delete("hello", 3));
                world.after(Duration.ofMillis(12), "", () -> world.post(request("2", Map.of("hello", 2))));
            }),
            new Scenario("rebuilt meanwhile", List.of(new Deployment(99, 1)), 3, world -> {
                world.post(request("1", Map.of("a", 1)));
                world.post(request("2", Map.of("a", 2)));
                world.after(Duration.ofMillis(8), "the operator rebuilds", world::rebuild);
            }),
            new Scenario("a group of words, rebuilt meanwhile", List.of(new Deployment(99, 1)), 8, world -> {
                world.post(request("1", Map.of("aa", 1, "bf", 2, "dg", 1)));
                world.after(Duration.ofMillis(8), "the operator rebuilds", world::rebuild);
                world.after(Duration.ofMillis(9), "", () -> world.post(request("2", Map.of("aa", 1, "bf", 1))));
            }),
            new Scenario("two operators with one letter", List.of(new Deployment(99, 1)), 1, world -> {
                world.killAggregatorAt(2); // its +10, after which nothing comes that would make up for it
                world.post(request("1", Map.of()));
                world.after(Duration.ofMinutes(10), "the operator replays", () -> {
                    world.mend();
                    world.replay();
                    world.after(Duration.ofMillis(6), "another operator replays", () -> {
                        world.showDeadLetters();
                        world.replay();
                    });
                });
            }),
            new Scenario(
                    "dead letters whose records have left the stream", List.of(new Deployment(99, 1)), 1, world -> {
                        world.killAggregatorAt(2); // its +10, after which nothing comes that would make up for it
                        world.post(request("1", Map.of()));
                        world.whenAtRest(() -> {
                            world.outage(Duration.ofHours(25));
                            world.replay();
                        });
                    }));

    static final List<Scenario> ALL =
            Stream.concat(CALM.stream(), HARSH.stream()).toList();

    private static List<Request> file(String name, int lines) {
        return IntStream.range(0, lines)
                .mapToObj(line -> request(name + "x" + line, Map.of()))
                .toList();
    }

    /** A version of a document, with a word of its own. */
    private static Map<String, Integer> version(String name, Map<String, Integer> words) {
        Map<String, Integer> all = new TreeMap<>(words);
        all.put(Oracle.tracer("v" + name), 1);
        return all;
    }

    private static Request request(String name, Map<String, Integer> words) {
        Map<String, Integer> all = new TreeMap<>(words);
        all.put(Oracle.tracer(name), 1);
        return Request.of(all);
    }

    /**
     * The world before anything happens, with all its orders.
     *
     * @param seed of the order in which things happen; without one they happen in the order in which they came up
     */
    World ordered(Variant variant, Optional<Long> seed, Faults faults) {
        RandomGenerator order = seed.<RandomGenerator>map(Random::new).orElse(() -> 0);
        World world = new World(order, variant, faults, deployments, batchSize);
        orders.accept(world);
        return world;
    }

    @Override
    public String toString() {
        return name;
    }
}
