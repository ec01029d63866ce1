package localrunner.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.console.Console;
import localrunner.faults.Strike.Ending;

/**
 * Keeps which faults are on for which function, table, topic and queue of an application, and decides about each call.
 *
 * <p>The faults of a target are decided independently, and their effects add up: a throttled call is throttled and nothing
 * else; otherwise it is delayed, and then fails or is killed. A line on the console says what is switched on and off.
 * Thread-safe.
 */
public final class Faults implements Strikes {

    private final List<FaultTarget> targets;
    private final RandomGenerator random;
    private final Console console;
    private final Map<String, Map<String, Active>> active = new ConcurrentHashMap<>();

    /** @param random thread-safe */
    public Faults(Application application, RandomGenerator random, Console console) {
        this.targets = targets(application);
        this.random = random;
        this.console = console;
    }

    private static List<FaultTarget> targets(Application application) {
        return Stream.of(
                        application.functions().stream()
                                .map(function -> new FaultTarget(
                                        function.logicalId(),
                                        FaultTarget.Type.FUNCTION,
                                        function.name(),
                                        function.arn())),
                        application.tables().stream()
                                .map(table -> new FaultTarget(
                                        table.logicalId(), FaultTarget.Type.TABLE, table.name(), table.arn())),
                        application.topics().stream()
                                .map(topic -> new FaultTarget(
                                        topic.logicalId(), FaultTarget.Type.TOPIC, topic.name(), topic.arn())),
                        application.queues().stream()
                                .map(queue -> new FaultTarget(
                                        queue.logicalId(), FaultTarget.Type.QUEUE, queue.name(), queue.arn())))
                .flatMap(each -> each)
                .toList();
    }

    /** A fault that is on, and how many of its target's calls it has struck since. */
    record Entry(FaultTarget target, Fault fault, long calls, long struck) {}

    /** What can be a target, in the template's order. */
    List<FaultTarget> targets() {
        return targets;
    }

    /** The target that somebody means; empty when there is none, or several. */
    Optional<FaultTarget> find(String text) {
        List<FaultTarget> found =
                targets.stream().filter(target -> target.isCalled(text)).toList();
        return found.stream()
                .filter(target -> target.logicalId().equals(text))
                .findFirst()
                .or(() -> found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty());
    }

    /** The logical ids of the targets of a type to which one of the resources belongs. */
    Set<String> owners(FaultTarget.Type type, Set<String> resourceArns) {
        return targets.stream()
                .filter(target -> target.type() == type)
                .filter(target -> resourceArns.stream().anyMatch(target::owns))
                .map(FaultTarget::logicalId)
                .collect(Collectors.toSet());
    }

    boolean isAnyOn() {
        return !active.isEmpty();
    }

    /** Switches a fault on, in the place of one of the same name. It counts from zero. */
    Entry switchOn(FaultTarget target, Fault fault) {
        Active switched = new Active(target, fault);
        active.compute(target.logicalId(), (_, faults) -> {
            Map<String, Active> all = faults == null ? new ConcurrentSkipListMap<>() : faults;
            all.put(fault.name(), switched);
            return all;
        });
        console.line(
                target.logicalId(), "fault on: %s, %d %% of the calls".formatted(fault.text(), fault.percentage()));
        return switched.entry();
    }

    /** Switches off a target's fault, and returns what it was. */
    List<Entry> switchOff(FaultTarget target, String name) {
        List<Entry> ended = new ArrayList<>();
        active.computeIfPresent(target.logicalId(), (_, faults) -> {
            Optional.ofNullable(faults.remove(name)).map(Active::entry).ifPresent(ended::add);
            return faults.isEmpty() ? null : faults;
        });
        ended.forEach(this::announceEnd);
        return ended;
    }

    /** Switches off all faults of a target, and returns what they were. */
    List<Entry> switchOff(FaultTarget target) {
        return target.type().faults().stream()
                .flatMap(name -> switchOff(target, name).stream())
                .toList();
    }

    /** Switches off everything, and returns what was on. */
    List<Entry> switchOff() {
        return targets.stream().flatMap(target -> switchOff(target).stream()).toList();
    }

    private void announceEnd(Entry entry) {
        console.line(
                entry.target().logicalId(),
                "fault off: %s, has struck %d of %d calls"
                        .formatted(entry.fault().text(), entry.struck(), entry.calls()));
    }

    /** What is on, by logical id and name. */
    List<Entry> entries() {
        return active.values().stream()
                .flatMap(faults -> faults.values().stream())
                .map(Active::entry)
                .sorted(Comparator.comparing((Entry entry) -> entry.target().logicalId())
                        .thenComparing(entry -> entry.fault().name()))
                .toList();
    }

    @Override
    public Strike next(String logicalId) {
        Map<String, Active> faults = active.get(logicalId);
        if (faults == null) {
            return Strike.NONE;
        }
        Duration delay = Duration.ZERO;
        Ending ending = Ending.ITS_OWN;
        for (Active each : inOrder(faults)) {
            // What ends a call before a fault could strike is not one of that fault's calls.
            if (ending != Ending.ITS_OWN || !each.strikes()) {
                continue;
            }
            switch (each.fault) {
                case Fault.Throttle _ -> ending = Ending.THROTTLED;
                case Fault.Delay held -> delay = held.length();
                case Fault.Failure failure ->
                    ending = failure.preventsExecution() ? Ending.ERROR_INSTEAD : Ending.ERROR_AFTERWARDS;
                case Fault.Kill _ -> ending = Ending.KILLED;
            }
        }
        return new Strike(delay, ending, ending == Ending.KILLED ? random.nextDouble() : 0);
    }

    private static List<Active> inOrder(Map<String, Active> faults) {
        return Stream.of(Fault.THROTTLE, Fault.DELAY, Fault.ERROR, Fault.KILL)
                .flatMap(name -> Stream.ofNullable(faults.get(name)))
                .toList();
    }

    private final class Active {

        private final FaultTarget target;
        private final Fault fault;
        private final LongAdder calls = new LongAdder();
        private final LongAdder struck = new LongAdder();

        Active(FaultTarget target, Fault fault) {
            this.target = target;
            this.fault = fault;
        }

        boolean strikes() {
            calls.increment();
            boolean strikes = random.nextInt(100) < fault.percentage();
            if (strikes) {
                struck.increment();
            }
            return strikes;
        }

        Entry entry() {
            return new Entry(target, fault, calls.sum(), struck.sum());
        }
    }
}
