package wordcounter.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.World.Deployment;

/** A world with everything in it, made from a seed. */
record Schedule(long seed) {

    /** Of two buckets of the totals, so that they are written in groups. */
    private static final List<String> WORDS = List.of("aa", "bf", "dg", "eh", "ab", "be", "dd");

    private static final List<Integer> CHUNK_SIZES = List.of(1, 2, 3, 5, 99);
    private static final List<Integer> SHARDS = List.of(1, 2, 4, 32);

    /** Before the ledger forgets, and after. */
    private static final List<Duration> LATE = List.of(Duration.ofDays(39), Duration.ofDays(42), Duration.ofDays(46));

    /** How to run one schedule again. */
    String command() {
        return "mvn -pl simulation-tests -am test -Dtest=ScheduleReplay"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + seed;
    }

    /** What went wrong, if anything did. */
    Optional<Finding> run(Variant variant) {
        return Finding.in("schedule " + seed + " (again: " + command() + ")", ordered(variant));
    }

    /** The world at its end. */
    World world(Variant variant) {
        World world = ordered(variant);
        world.settle();
        return world;
    }

    /** The world before anything happens, with all its orders. */
    private World ordered(Variant variant) {
        Random random = new Random(seed);
        World world = new World(
                new Random(random.nextLong()),
                variant,
                Faults.random(new Random(random.nextLong()), random.nextInt(30), random.nextInt(40))
                        .withDelays(new Random(seed + 3), Operation.WRITE_DOCUMENT, new Random(seed + 4).nextInt(60)),
                deployments(random),
                1 + random.nextInt(8));
        int requests = 1 + random.nextInt(5);
        List<String> keys = new ArrayList<>();
        for (int number = 1; number <= requests; number++) {
            Request request = request(random, number, keys);
            int route = random.nextInt(6);
            if (route > 1) {
                world.after(soon(random), "", () -> world.post(request));
            }
            if (route < 3) {
                world.after(soon(random), "", () -> world.queue(request));
            }
        }
        if (random.nextInt(4) == 0) {
            int number = requests + 1;
            Arrival arrival = new Arrival(random.nextInt(2), Optional.of(pick(random, LATE)));
            world.post(lateRequest(number).withResends(random.nextInt(2)).withArrival(arrival));
        }
        disturb(world, random);
        upload(world, new Random(seed + 1));
        changeDocuments(world, new Random(seed + 2));
        changeWhileOthersAreAtIt(world, new Random(seed + 5));
        return world;
    }

    private static List<Deployment> deployments(Random random) {
        List<Deployment> deployments = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            deployments.add(new Deployment(pick(random, CHUNK_SIZES), pick(random, SHARDS)));
        }
        return deployments;
    }

    private static Request request(Random random, int number, List<String> keys) {
        Map<String, Integer> words = new TreeMap<>();
        int distinct = random.nextInt(WORDS.size() + 1);
        for (int i = 0; i < distinct; i++) {
            words.put(pick(random, WORDS), 1 + random.nextInt(3));
        }
        words.put(Oracle.tracer(Integer.toString(number)), 1);
        Request request = Request.of(words)
                .withResends(random.nextInt(4))
                .withArrival(Arrival.copies(random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1));
        if (random.nextInt(3) == 0) {
            return request;
        }
        // now and then one that was used before, with other words
        String key = !keys.isEmpty() && random.nextInt(3) == 0 ? pick(random, keys) : "k" + number;
        keys.add(key);
        return request.withKey(key);
    }

    /** Its words are nobody else's, since of them not all need to count. */
    private static Request lateRequest(int number) {
        return Request.of(Map.of(Oracle.tracer(Integer.toString(number)), 1, "late", 2, "later", 1))
                .withKey("k" + number);
    }

    /** Files, now and then; two of them may be versions of one. */
    private static void upload(World world, Random random) {
        times(random, 3, () -> {
            String key = "inbox/" + random.nextInt(2);
            String name = "file" + random.nextInt(1_000_000) + "x";
            List<Request> lines = new ArrayList<>();
            for (int line = 0; line <= random.nextInt(8); line++) {
                Map<String, Integer> words = new TreeMap<>(Map.of(pick(random, WORDS), 1 + random.nextInt(2)));
                words.put(Oracle.tracer(name + line), 1);
                lines.add(Request.of(words));
            }
            int notifications = 1 + random.nextInt(2);
            world.after(soon(random), "", () -> world.upload(key, lines, notifications));
        });
        times(
                random,
                2,
                () -> world.after(soon(random), "", () -> world.uploadPoison("inbox/noText" + random.nextInt(99))));
        if (random.nextInt(6) == 0) {
            world.after(soon(random), "the bucket's function breaks", world::breakUploadedWords);
            world.after(later(random), "the operator mends", world::mend);
        }
    }

    private static void disturb(World world, Random random) {
        times(random, 2, () -> world.after(soon(random), "", () -> world.publishPoison("poison" + random.nextInt(99))));
        times(
                random,
                2,
                () -> world.after(soon(random), "", () -> world.writePoison("unreadable" + random.nextInt(99))));
        times(
                random,
                2,
                () -> world.after(soon(random), "", () -> world.queuePoison("untextual" + random.nextInt(99))));
        times(random, 3, () -> world.after(soon(random), "texts come to others too", world::showTexts));
        if (random.nextInt(4) == 0) {
            world.after(soon(random), "the queue's function breaks", world::breakQueuedWords);
            world.after(later(random), "the operator mends", world::mend);
        }
        if (random.nextInt(4) == 0) {
            world.killQueuedWordsBy(Oracle.tracer(Integer.toString(1 + random.nextInt(3))));
        }
        times(random, 3, () -> world.after(soon(random), "", world::loseAClient));
        times(random, 3, () -> world.after(soon(random), "the operator rebuilds", world::rebuild));
        times(random, 3, () -> world.after(soon(random), "records come again", world::redeliverRecords));
        times(random, 5, () -> {
            String word = pick(random, WORDS);
            int resends = random.nextInt(4);
            world.after(soon(random).multipliedBy(3), "", () -> world.delete(word, resends));
        });
        if (random.nextInt(5) == 0) {
            world.after(soon(random), "the mapping is made anew", world::replayStreams);
        }
        if (random.nextInt(5) == 0) {
            world.killAggregatorAt(1 + random.nextInt(20));
        }
        if (random.nextInt(8) == 0) {
            world.after(soon(random), "nothing runs for 7 hours", () -> world.outage(Duration.ofHours(7)));
        }
        if (random.nextInt(4) == 0) {
            world.after(soon(random), "the multiplier breaks", world::breakMultiplier);
            world.after(later(random), "the operator mends", world::mend);
        }
        times(random, 3, () -> world.after(soon(random), "the operator replays", world::replay));
        times(random, 3, () -> {
            Duration first = later(random);
            boolean showsLetters = random.nextBoolean();
            world.after(first, "the operator replays", world::replay);
            world.after(first.plusMillis(random.nextInt(30)), "another operator replays", () -> {
                if (showsLetters) {
                    world.showDeadLetters();
                }
                world.replay();
            });
        });
        if (random.nextBoolean()) {
            if (random.nextBoolean()) {
                world.doubleMilestones();
            }
            times(
                    random,
                    3,
                    () -> world.after(
                            soon(random), "", () -> world.post(Request.of(Map.of("passing", 5 + random.nextInt(10))))));
            times(
                    random,
                    6,
                    () -> world.after(
                            soon(random).multipliedBy(3), "a milestone comes again", world::redeliverMilestones));
        }
        if (random.nextInt(4) == 0) {
            world.whenAtRest(() -> {
                world.outage(Duration.ofHours(25));
                world.replay();
            });
        }
    }

    /**
     * Versions come close together, also when the first one's quiet time is over, and messages come to others
     * too then, so that several processes are at one document.
     */
    private static void changeDocuments(World world, Random random) {
        int documents = 1 + random.nextInt(2);
        for (int number = 1; number <= documents; number++) {
            String name = "d" + number;
            int versions = 1 + random.nextInt(5);
            for (int version = 1; version <= versions; version++) {
                Map<String, Integer> words = version(random, name, version);
                world.after(afterQuietTimes(random), "", () -> world.edit(name, words));
            }
            times(random, 2, () -> world.after(afterQuietTimes(random), "", () -> world.deleteDocument(name)));
        }
        times(
                random,
                10,
                () -> world.after(
                        afterQuietTimes(random), "messages of documents come to others too", world::showDocuments));
        if (random.nextInt(6) == 0) {
            world.after(afterQuietTimes(random), "the documents' server breaks", world::breakDocumentsServer);
            world.after(Duration.ofMinutes(random.nextInt(30)), "the operator mends", world::mend);
        }
    }

    /**
     * A document on which several processes are at work, of which some are slow: it changes meanwhile, and once more when the quick ones
     * are done.
     */
    private static void changeWhileOthersAreAtIt(World world, Random random) {
        String name = "d0";
        Map<String, Integer> first = version(random, name, 1);
        Map<String, Integer> second = version(random, name, 2);
        Map<String, Integer> third = version(random, name, 3);
        Duration quietTime = Duration.ofSeconds(60);
        world.edit(name, first);
        for (int i = 0; i <= random.nextInt(3); i++) {
            world.after(quietTime.plus(soon(random)), "messages of documents come to others too", world::showDocuments);
        }
        world.after(quietTime.plus(soon(random)), "", () -> world.edit(name, second));
        world.after(quietTime.plusSeconds(1 + random.nextInt(60)), "", () -> world.edit(name, third));
    }

    /** The versions of a document have a word in common, and now and then more of them. */
    private static Map<String, Integer> version(Random random, String name, int number) {
        Map<String, Integer> words = new TreeMap<>();
        words.put(Oracle.tracer(name + "v" + number), 1);
        words.put(name, 1 + random.nextInt(2));
        times(random, 3, () -> words.put(name + pick(random, WORDS), 1 + random.nextInt(2)));
        return words;
    }

    /** Now, or when a document that has changed now was quiet. */
    private static Duration afterQuietTimes(Random random) {
        return Duration.ofSeconds(60L * random.nextInt(3)).plus(soon(random));
    }

    private static void times(Random random, int most, Runnable action) {
        for (int i = random.nextInt(most); i > 0; i--) {
            action.run();
        }
    }

    private static Duration soon(Random random) {
        return Duration.ofMillis(random.nextInt(150));
    }

    /** When dead letters of the multiplier and of the stream come, and after that. */
    private static Duration later(Random random) {
        return Duration.ofSeconds(random.nextInt(600));
    }

    private static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
