package wordcounter.operator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Posts many texts, at a steady rate, and says how they are answered and when they are counted. */
@Command(
        name = "load",
        sortOptions = false,
        description = {
            "Posts texts at a steady rate, whether or not those before are answered, and says how they are answered, how long that"
                    + " took from when each was due, and when they are in the summaries. Nothing is sent twice.",
            "On a deployed stack it says what it would do; --execute does it, since it costs money, and what it posts stays"
                    + " counted: the words load1, load2 ..., or with --new-words load3f2a9c1bn17.",
            "docs/scale.md says what to compare with."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:all are accepted and counted, or this is what would be posted",
            " 1:some are not accepted, or not counted in time",
            " 2:an option is wrong",
            " 3:it could not be done",
            " 130:ended by Ctrl-C; what was measured so far is shown"
        })
final class LoadCommand implements Callable<Integer> {

    private static final int MOST_POSTS_A_SECOND = 5_000;
    private static final int MOST_WORDS = 1_000;
    private static final int MOST_VOCABULARY = 1_000_000;
    private static final int DEFAULT_VOCABULARY = 20_000;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final List<String> ROUTES = List.of("/words", "/queued/words");
    private static final String LOCAL_KEY = "local";

    /** As many as the API takes at once. */
    private static final int CONNECTIONS = 500;

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Option(names = "--rate", paramLabel = "N", description = "Posts a second. Default: ${DEFAULT-VALUE}")
    private int rate = 30;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long: 45s, 30m, 2h. Default: 1m")
    private Duration time = Duration.ofMinutes(1);

    @Option(
            names = "--words",
            paramLabel = "N",
            description = "Words of a text, all different, at most " + MOST_WORDS + ". Default: ${DEFAULT-VALUE}")
    private int words = 1;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            description =
                    "How many different words there are. The word of rank n comes n times less often than the first one."
                            + " Default: " + DEFAULT_VOCABULARY)
    private @Nullable Integer vocabulary;

    @Option(names = "--new-words", description = "Each word is a new one, which was never counted before.")
    private boolean newWords;

    @Option(
            names = "--route",
            paramLabel = "ROUTE",
            description = "/words, or /queued/words for texts that may wait. Default: ${DEFAULT-VALUE}")
    private String route = ROUTES.getFirst();

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "How long to wait after the last answer until all is in the summaries; 0s is not at all. Default: 2m")
    private Duration patience = Duration.ofMinutes(2);

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "What x-api-key says. Default on this machine: " + LOCAL_KEY)
    private @Nullable String apiKey;

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            description = "Where the API answers. Default: where the stack says.")
    private @Nullable URI apiUrl;

    @Option(names = "--execute", description = "Post to a deployed stack.")
    private boolean execute;

    @Option(
            names = "--beyond-usage-plan",
            description = "Post to a deployed stack more than the usage plan of template.yaml lets a key post: "
                    + LoadPlan.MOST_A_SECOND + " a second, " + LoadPlan.MOST_A_DAY + " a day.")
    private boolean beyondUsagePlan;

    LoadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        LoadPlan plan = new LoadPlan(rate, time, words);
        String url = url();
        boolean isLocal = NetworkClient.isLoopback(URI.create(url).getHost());
        Console console = Console.of(spec.commandLine());
        if (!isLocal) {
            if (plan.isBeyondUsagePlan() && !beyondUsagePlan) {
                throw wrong(plan.posts() + " posts, " + rate + " a second, are more than the usage plan takes, "
                        + LoadPlan.MOST_A_SECOND + " a second and " + LoadPlan.MOST_A_DAY
                        + " a day: post less, or add --beyond-usage-plan if your stack has another plan");
            }
            if (apiKey == null) {
                throw wrong("--api-key is needed for a deployed stack; README says how to read it");
            }
            console.out()
                    .println("%s to %s: about $%.2f, and what they count stays."
                            .formatted(plan.text(), Printable.value(url + route), plan.dollars()));
            if (!execute) {
                console.out().println("Nothing is posted; --execute does it.");
                return WordsCommand.DONE;
            }
        }
        try (HttpCalls http = new HttpCalls(surroundings.environment(), CONNECTIONS)) {
            return load(plan, new HttpLoadApi(http, url, route, apiKey == null ? LOCAL_KEY : apiKey), console);
        }
    }

    private int load(LoadPlan plan, LoadApi api, Console console) throws InterruptedException {
        long before = api.countOfAllWords();
        LoadMeasurements measurements = new LoadMeasurements();
        LoadReport report = new LoadReport(measurements, console.out(), surroundings.clock());
        LoadRun run = new LoadRun(api, texts(), measurements, surroundings.clock(), surroundings.sleeper());
        Thread atTheEnd = new Thread(report::tell); // Ctrl-C
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        boolean isComplete;
        try {
            isComplete = run.run(plan, Executors.newVirtualThreadPerTaskExecutor(), console);
        } finally {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        }
        report.tell();
        if (!isComplete) {
            console.out().println("Ended early, since " + LoadRun.MOST_OPEN + " posts had no answer yet.");
        }
        boolean isCounted =
                patience.isZero() || report.tellCounted(api, before, words, patience, surroundings.sleeper());
        return isComplete && isCounted && report.isAllAccepted() ? WordsCommand.DONE : WordsCommand.NOT_ALL;
    }

    private Supplier<String> texts() {
        return newWords
                ? LoadTexts.ofNewWords(words, surroundings.ids().get().replaceAll("[^0-9a-z]|(?<=^.{8}).*", ""))
                : LoadTexts.ofVocabulary(words, vocabulary(), surroundings.random());
    }

    private int vocabulary() {
        return vocabulary == null ? Math.max(DEFAULT_VOCABULARY, words) : vocabulary;
    }

    private String url() {
        StackAccess stack = new StackAccess(options, surroundings.calls());
        String url = apiUrl == null ? stack.name("ApiUrl") : apiUrl.toString();
        return url.replaceFirst("/$", "");
    }

    private void checkOptions() {
        check(rate >= 1 && rate <= MOST_POSTS_A_SECOND, "--rate is 1 to " + MOST_POSTS_A_SECOND + ", not " + rate);
        check(
                time.isPositive() && time.compareTo(LONGEST) <= 0,
                "--for is 1s to " + Durations.text(LONGEST) + ", not " + Durations.text(time));
        check(words >= 1 && words <= MOST_WORDS, "--words is 1 to " + MOST_WORDS + ", not " + words);
        check(
                vocabulary() >= words && vocabulary() <= MOST_VOCABULARY,
                "--vocabulary is at least --words, which is " + words + ", and at most " + MOST_VOCABULARY + ", not "
                        + vocabulary());
        check(vocabulary == null || !newWords, "--vocabulary and --new-words exclude each other");
        check(ROUTES.contains(route), "--route is one of " + String.join(", ", ROUTES) + ", not '" + route + "'");
        check(
                apiUrl == null || (apiUrl.getScheme() != null && apiUrl.getHost() != null),
                "--api-url is no URL like http://127.0.0.1:3000: " + apiUrl);
    }

    private void check(boolean isRight, String message) {
        if (!isRight) {
            throw wrong(message);
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
