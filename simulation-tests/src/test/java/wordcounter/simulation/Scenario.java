package wordcounter.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.World.Deployment;

/** Small worlds, in which every call is made to fail, one by one and in pairs. */
enum Scenario {
    ONE_EVENT(99, world -> world.post(request("1", Map.of("hello", 1)).withKey("k").withResends(3))),

    NO_KEY_AND_NO_PATIENCE(99, world -> world.post(request("1", Map.of("hello", 2)))),

    SEVERAL_CHUNKS(
            2,
            world -> world.post(request("1", Map.of("a", 1, "b", 2, "c", 3, "d", 1)).withKey("k").withResends(3))),

    TWO_BODIES_UNDER_ONE_KEY(2, world -> {
        world.post(request("1", Map.of("a", 1, "b", 1, "x", 1)).withKey("k").withResends(2));
        world.post(request("2", Map.of("a", 1, "b", 1, "y", 2)).withKey("k").withResends(2));
    }),

    DELIVERED_FIVE_TIMES(99, world -> world.post(request("1", Map.of("hello", 1)).withArrival(Arrival.copies(5)))),

    CHUNK_SIZE_AND_SHARDS_CHANGED(
            List.of(new Deployment(1, 4), new Deployment(2, 8), new Deployment(3, 32)),
            4,
            world -> world.post(request("1", Map.of("a", 1, "b", 2, "c", 3))
                    .withKey("k")
                    .withResends(2)
                    .withArrival(Arrival.copies(2)))),

    SEVERAL_EVENTS_ON_ONE_WORD(99, world -> {
        world.post(request("1", Map.of("hello", 1)));
        world.post(request("2", Map.of("hello", 2)).withKey("k").withResends(1));
        world.post(request("3", Map.of("hello", 1)).withResends(1));
    }),

    BATCHES(List.of(new Deployment(3, 1)), 6, world -> {
        world.writePoison("unreadable");
        world.publishPoison("not an event");
        world.post(request("1", Map.of("a", 1, "b", 1, "c", 1)));
        world.post(request("2", Map.of("b", 1, "d", 1)));
    }),

    /** The scan is old news when it is merged. */
    REBUILT_MEANWHILE(List.of(new Deployment(99, 1)), 3, world -> {
        world.post(request("1", Map.of("a", 1)));
        world.post(request("2", Map.of("a", 2)));
        world.after(java.time.Duration.ofMillis(8), "the operator rebuilds", world::rebuild);
    });

    private final List<Deployment> deployments;
    private final int batchSize;
    private final Consumer<World> orders;

    Scenario(int chunkSize, Consumer<World> orders) {
        this(List.of(new Deployment(chunkSize, 4)), 4, orders);
    }

    Scenario(List<Deployment> deployments, int batchSize, Consumer<World> orders) {
        this.deployments = deployments;
        this.batchSize = batchSize;
        this.orders = orders;
    }

    private static Request request(String name, Map<String, Integer> words) {
        Map<String, Integer> all = new TreeMap<>(words);
        all.put(Oracle.tracer(name), 1);
        return Request.of(all);
    }

    /** @param seed of the order in which things happen; without one they happen in the order in which they came up */
    World run(Variant variant, Optional<Long> seed, Faults faults) {
        RandomGenerator order = seed.<RandomGenerator>map(Random::new).orElse(() -> 0);
        World world = new World(order, variant, faults, deployments, batchSize);
        orders.accept(world);
        world.settle();
        return world;
    }
}
