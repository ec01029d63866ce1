package localrunner.service;

import java.util.function.Supplier;
import localrunner.console.Console;
import localrunner.facts.Facts;
import localrunner.sqs.QueueSender;
import localrunner.time.Time;

/**
 * What every service of the runner needs from around it. Tests give each part a double of its own.
 *
 * @param ids makes request and message ids; UUIDs outside of tests
 * @param queues where a service puts what it gives up
 * @param facts where a service tells what has happened
 */
public record ServiceContext(Time time, Console console, Supplier<String> ids, QueueSender queues, Facts facts) {

    /** What a service needs to which nobody listens. */
    public ServiceContext(Time time, Console console, Supplier<String> ids, QueueSender queues) {
        this(time, console, ids, queues, Facts.UNHEARD);
    }

    /** The same with another console. */
    public ServiceContext with(Console other) {
        return new ServiceContext(time, other, ids, queues, facts);
    }
}
