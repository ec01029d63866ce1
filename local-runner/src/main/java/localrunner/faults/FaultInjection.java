package localrunner.faults;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.edge.EdgeService;
import localrunner.time.Time;

/**
 * Stands before the services of an application whose tables, topics and queues can have faults.
 *
 * <p>Struck is what comes to the edge port, and what API Gateway sends to a queue. What Lambda, SNS, EventBridge and S3 do
 * with a stream, a queue or a topic is left alone. Thread-safe.
 */
public final class FaultInjection {

    private final Faults faults;
    private final RequestedResources resources;
    private final Time time;
    private final Map<String, ServiceErrors> errors;

    public FaultInjection(Application application, Faults faults, RequestedResources resources, Time time) {
        this.faults = faults;
        this.resources = resources;
        this.time = time;
        errors = Stream.of(new DynamoDbErrors(application), new SnsErrors(), new SqsErrors())
                .collect(Collectors.toUnmodifiableMap(ServiceErrors::service, Function.identity()));
    }

    /** The service, as its clients reach it; one that can have no faults is the same. */
    public EdgeService before(EdgeService service) {
        return Optional.ofNullable(errors.get(service.name()))
                .<EdgeService>map(known -> new FaultyService(service, known, faults, resources, time))
                .orElse(service);
    }
}
