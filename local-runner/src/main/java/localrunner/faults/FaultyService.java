package localrunner.faults;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.faults.Strike.Ending;
import localrunner.time.Time;

/** A service whose calls go wrong on purpose, when faults of the resources that they use strike. Thread-safe. */
record FaultyService(EdgeService service, ServiceErrors errors, Faults faults, RequestedResources resources, Time time)
        implements EdgeService {

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
        if (!faults.isAnyOn()) {
            return service.handle(request);
        }
        Map<String, Strike> strikes = faults.owners(errors.targets(), resources.of(service.name(), request)).stream()
                .collect(Collectors.toMap(id -> id, faults::next));
        Set<String> throttled = ending(strikes, Ending.THROTTLED);
        if (!throttled.isEmpty()) {
            return errors.throttled(request, throttled);
        }
        Duration delay = strikes.values().stream()
                .map(Strike::delay)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        if (delay.isPositive()) {
            time.sleepReal(delay);
        }
        if (!ending(strikes, Ending.ERROR_INSTEAD).isEmpty()) {
            return errors.failed(request);
        }
        EdgeResponse answer = service.handle(request);
        return ending(strikes, Ending.ERROR_AFTERWARDS).isEmpty() ? answer : errors.failed(request);
    }

    private static Set<String> ending(Map<String, Strike> strikes, Ending ending) {
        return strikes.entrySet().stream()
                .filter(strike -> strike.getValue().ending() == ending)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
