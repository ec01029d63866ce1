package wordcounter.nightly;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.reconciliation.DynamoDbTables;
import wordcounter.reconciliation.PatientCalls;
import wordcounter.reconciliation.PatientDynamoDb;
import wordcounter.reconciliation.Reconciliation;
import wordcounter.reconciliation.Reconciliation.Difference;
import wordcounter.reconciliation.Reconciliation.Result;
import wordcounter.reconciliation.Tables;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.runtime.Deadline;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Metric;

/**
 * Compares the tables when a schedule says so, and tells how many differences there are. Which words or events they are about it does not
 * log: {@code ./words reconcile} shows that to whoever may see it.
 */
public final class NightlyReconcileHandler implements RequestStreamHandler {

    /** The last read, and what it takes to go through what lies in temporary files. */
    static final Duration TIME_TO_FINISH = Duration.ofMinutes(2);

    /** Between two looks at what may be only late. Nobody waits for the answer. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A page has up to a megabyte. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private static final String SCHEDULED = "Scheduled Event";

    private final Function<ReadBudget, Tables> tables;
    private final ReconcileSettings settings;
    private final Path temporaryFolder;
    private final Clock clock;
    private final Sleeper sleeper;
    private final JsonLog log;

    /** For Lambda. */
    public NightlyReconcileHandler() {
        this(
                ReconcileSettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess(), ATTEMPT_TIMEOUT, CALL_TIMEOUT)
                        .build(DynamoDbClient.builder()),
                Clock.systemUTC(),
                Thread::sleep,
                JsonLog.forLambda(FunctionModule.NIGHTLY_RECONCILE, Environment.ofProcess()));
    }

    private NightlyReconcileHandler(
            ReconcileSettings settings, DynamoDbClient dynamoDb, Clock clock, Sleeper sleeper, JsonLog log) {
        this(
                budget -> tables(settings, new LimitedDynamoDb(dynamoDb, budget), clock, sleeper),
                settings,
                Path.of(System.getProperty("java.io.tmpdir")),
                clock,
                sleeper,
                log);
    }

    /** @param tables opens the tables for one comparison, which reads them within the budget */
    NightlyReconcileHandler(
            Function<ReadBudget, Tables> tables,
            ReconcileSettings settings,
            Path temporaryFolder,
            Clock clock,
            Sleeper sleeper,
            JsonLog log) {
        this.tables = tables;
        this.settings = settings;
        this.temporaryFolder = temporaryFolder;
        this.clock = clock;
        this.sleeper = sleeper;
        this.log = log;
    }

    private static Tables tables(ReconcileSettings settings, DynamoDbClient dynamoDb, Clock clock, Sleeper sleeper) {
        Backoff backoff = new Backoff(clock, new SecureRandom(), sleeper);
        return new DynamoDbTables(
                new PatientDynamoDb(dynamoDb, new PatientCalls(backoff, clock)),
                backoff,
                clock,
                settings.wordCountsTable(),
                settings.summariesTable(),
                settings.eventLedgerTable(),
                settings.documentsTable(),
                settings.uploadsTable(),
                settings.milestonesTable());
    }

    /** @throws InvalidJsonException when it is no event of a schedule */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        log.begin(context);
        try {
            requireScheduledEvent(JsonObject.parse(input));
            compare(Deadline.of(context, clock, TIME_TO_FINISH));
            output.write("{}".getBytes(StandardCharsets.UTF_8));
        } finally {
            log.metrics().write(context.getAwsRequestId());
        }
    }

    private static void requireScheduledEvent(JsonObject event) {
        if (event.optionalString("detail-type").filter(SCHEDULED::equals).isEmpty()) {
            throw new InvalidJsonException("not a scheduled event");
        }
    }

    private void compare(Instant deadline) {
        ReadBudget budget =
                new ReadBudget(settings.readUnits(), settings.readUnitsPerSecond(), deadline, clock, sleeper);
        Result result = new Reconciliation(tables.apply(budget), temporaryFolder, clock, sleeper)
                .run(settings.patience(), PAUSE);
        // what was not compared can't be called equal
        long unfinished = result.unfinished().isPresent() ? 1 : 0;
        log.metrics().record(Metric.DRIFT, (double) (result.size() + unfinished));
        report(result, budget.used());
    }

    private void report(Result result, long readUnits) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("words", result.words());
        fields.put("counters", result.counters());
        fields.put("events", result.events());
        fields.put("readUnits", readUnits);
        fields.put("differences", result.size());
        if (result.size() > 0) {
            fields.put("about", kinds(result));
        }
        if (!result.unmeasured().isEmpty()) {
            fields.put("totalsNotMeasured", result.unmeasured().size());
        }
        if (result.unfinished().isPresent()) {
            fields.put("reason", result.unfinished().get());
            log.warn("not compared to the end", fields);
        } else if (result.size() > 0) {
            log.warn("the tables differ", fields);
        } else {
            log.info("compared", fields);
        }
    }

    /** How many differences there are of each kind, as far as they are listed. */
    private static Map<String, Long> kinds(Result result) {
        return result.differences().stream()
                .collect(Collectors.groupingBy(Difference::what, TreeMap::new, Collectors.counting()));
    }
}
