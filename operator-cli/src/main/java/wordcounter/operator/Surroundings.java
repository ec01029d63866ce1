package wordcounter.operator;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.runtime.Environment;

/**
 * What a command is given from outside: a test gives it another environment, and time that it moves itself.
 *
 * @param ids makes a new id at each call
 */
record Surroundings(
        Environment environment, Clock clock, Sleeper sleeper, RandomGenerator random, Supplier<String> ids) {

    static Surroundings ofProcess() {
        return new Surroundings(
                Environment.ofProcess(),
                Clock.systemUTC(),
                Thread::sleep,
                new SecureRandom(),
                () -> UUID.randomUUID().toString());
    }

    PatientCalls calls() {
        return new PatientCalls(backoff(), clock);
    }

    Backoff backoff() {
        return new Backoff(clock, random, sleeper);
    }
}
