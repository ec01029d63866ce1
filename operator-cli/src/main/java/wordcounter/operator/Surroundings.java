package wordcounter.operator;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import wordcounter.reconciliation.PatientCalls;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.runtime.Environment;

/**
 * What a command is given from outside: a test gives it another environment, and time that it moves itself.
 *
 * @param ids makes a new id at each call
 * @param temporaryFolder where what does not fit into memory is kept
 */
record Surroundings(
        Environment environment,
        Clock clock,
        Sleeper sleeper,
        RandomGenerator random,
        Supplier<String> ids,
        Path temporaryFolder) {

    static Surroundings ofProcess() {
        return new Surroundings(
                Environment.ofProcess(),
                Clock.systemUTC(),
                Thread::sleep,
                new SecureRandom(),
                () -> UUID.randomUUID().toString(),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    PatientCalls calls() {
        return new PatientCalls(backoff(), clock);
    }

    Backoff backoff() {
        return new Backoff(clock, random, sleeper);
    }
}
