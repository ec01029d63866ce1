package localrunner.application;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import localrunner.alarms.Alarm;

/** Builds an application that has nothing in it but what a test adds. */
public final class ApplicationBuilder {

    private final String region;
    private final List<Application.Function> functions = new ArrayList<>();
    private final List<Application.Api> apis = new ArrayList<>();
    private final List<Application.Topic> topics = new ArrayList<>();
    private final List<Application.Queue> queues = new ArrayList<>();
    private final List<Application.Table> tables = new ArrayList<>();
    private final List<Bucket> buckets = new ArrayList<>();
    private final List<KeyAlias> keyAliases = new ArrayList<>();
    private final List<Application.Schedule> schedules = new ArrayList<>();
    private final List<Application.Parameter> parameters = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final List<String> tryIt = new ArrayList<>();
    private final List<String> leftAside = new ArrayList<>();

    private ApplicationBuilder(String region) {
        this.region = region;
    }

    public static ApplicationBuilder applicationIn(String region) {
        return new ApplicationBuilder(region);
    }

    public ApplicationBuilder with(Application.Function... more) {
        functions.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(Application.Api... more) {
        apis.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(Application.Topic... more) {
        topics.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(Application.Queue... more) {
        queues.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(Application.Table... more) {
        tables.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(Bucket... more) {
        buckets.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(KeyAlias... more) {
        keyAliases.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(Application.Schedule... more) {
        schedules.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(Application.Parameter... more) {
        parameters.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder with(Alarm... more) {
        alarms.addAll(Arrays.asList(more));
        return this;
    }

    public ApplicationBuilder leavingAside(String... names) {
        leftAside.addAll(Arrays.asList(names));
        return this;
    }

    public ApplicationBuilder tryIt(String... commands) {
        tryIt.addAll(Arrays.asList(commands));
        return this;
    }

    public Application build() {
        return new Application(
                region,
                functions,
                apis,
                topics,
                queues,
                tables,
                buckets,
                keyAliases,
                List.of(),
                List.of(),
                schedules,
                parameters,
                alarms,
                List.of(),
                tryIt,
                leftAside,
                Optional.empty());
    }
}
