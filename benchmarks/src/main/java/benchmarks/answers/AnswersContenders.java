package benchmarks.answers;

import benchmarks.process.Contender;
import benchmarks.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who takes part in {@link AnswersBenchmark}.
 *
 * @param java how Java functions are started
 * @param work folder for what has to be made
 */
public record AnswersContenders(JavaCommand java, Path work) {

    private static final String OUR_HANDLER = "wordcounter.counter.WordCounterHandler::handleRequest";
    private static final String USUAL_HANDLER = "benchmarks.usual.UsualWordCounter::handleRequest";
    private static final String EMPTY_HANDLER = "benchmarks.usual.EmptyHandler::handleRequest";

    /** AWS's advice for short cold starts ("Reduce SDK startup time for AWS Lambda", SDK for Java 2.x Developer Guide). */
    private static final String URL_CONNECTION_CLIENT = "-Dsoftware.amazon.awssdk.http.service.impl="
            + "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService";

    private static final String APACHE_CLIENT =
            "-Dsoftware.amazon.awssdk.http.service.impl=" + "software.amazon.awssdk.http.apache5.Apache5SdkHttpService";

    private static final Map<String, String> OUR_ENVIRONMENT = Map.of(
            "TOPIC_ARN", "arn:aws:sns:us-east-1:123456789012:words",
            "WORD_COUNTS_TABLE", "WordCounts",
            "EVENT_LEDGER_TABLE", "EventLedger",
            "SUMMARIES_TABLE", "Summaries",
            "STACK_NAME", "words",
            "COUNTER_SHARDS", "32",
            "SLACK_SECRETS_PATH", "/words/dev/slack");

    private static final Map<String, String> USUAL_ENVIRONMENT = Map.of(
            "TOPIC_ARN", "arn:aws:sns:us-east-1:123456789012:words",
            "WORD_COUNTS_TABLE", "UsualCounts");

    /**
     * A plain and a restored process of the function in a folder.
     *
     * @param description which version it is
     */
    public List<Contender> ours(String name, String description, Path folder) {
        return List.of(
                new Contender(
                        name + "-plain",
                        description + ", a plain start; C1 only",
                        false,
                        java.plain(OUR_HANDLER),
                        OUR_ENVIRONMENT,
                        folder),
                new Contender(
                        name + "-restored",
                        "the same with SnapStart, primed; C1 and C2",
                        true,
                        java.restored(OUR_HANDLER),
                        OUR_ENVIRONMENT,
                        folder));
    }

    /** A process with an AOT cache (JEP 514, 515), which {@link #training} has to make first. */
    public Contender oursWithAotCache(String name, Path folder) {
        return aot(name + "-aot", folder, "-XX:AOTCache=" + cache(name));
    }

    /** The process that records what the AOT cache will hold. */
    public Contender training(String name, Path folder) {
        return aot(name + "-training", folder, "-XX:AOTCacheOutput=" + cache(name));
    }

    private Contender aot(String name, Path folder, String option) {
        Path jars = work.resolve("jars");
        if (!Files.exists(jars)) {
            try {
                Files.createDirectories(jars);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            JavaCommand.jarClasses(folder, jars);
        }
        return new Contender(
                name,
                "our function, a plain start with an AOT cache, as a container image may have one; C1 only",
                false,
                java.onClassPath(OUR_HANDLER, jars, option),
                OUR_ENVIRONMENT,
                folder);
    }

    private Path cache(String name) {
        return work.resolve(name + ".aot");
    }

    /** The usual Java and the floor. */
    public List<Contender> usual(Path folder) {
        return List.of(
                new Contender(
                        "empty-plain",
                        "a handler that does nothing, a plain start: the floor of Java and of the runtime interface client",
                        false,
                        java.plain(EMPTY_HANDLER),
                        Map.of(),
                        folder),
                new Contender(
                        "empty-restored",
                        "the same with SnapStart",
                        true,
                        java.restored(EMPTY_HANDLER),
                        Map.of(),
                        folder),
                new Contender(
                        "usual-plain",
                        "the control: the same job as it is usually written with the same SDK (its defaults, POJO events, an UpdateItem"
                                + " a word and a Publish, one after the other), a plain start; C1 only",
                        false,
                        java.plain(USUAL_HANDLER, APACHE_CLIENT),
                        USUAL_ENVIRONMENT,
                        folder),
                new Contender(
                        "usual-url-plain",
                        "the same with the SDK's URL connection client, which AWS recommends for short cold starts",
                        false,
                        java.plain(USUAL_HANDLER, URL_CONNECTION_CLIENT),
                        USUAL_ENVIRONMENT,
                        folder),
                new Contender(
                        "usual-restored",
                        "the control with SnapStart, not primed; C1 and C2",
                        true,
                        java.restored(USUAL_HANDLER, APACHE_CLIENT),
                        USUAL_ENVIRONMENT,
                        folder));
    }

    /**
     * The original's design in Python.
     *
     * @param interpreter of a virtual environment that has what {@code requirements.txt} names
     * @param authorities certificates that the interpreter's own client trusts; the stub's is added
     * @param stubAuthority the certificate of the stub's authority
     */
    public Contender python(Path interpreter, Path code, Path authorities, Path stubAuthority) {
        Path bundle = work.resolve("python-authorities.pem");
        try {
            Files.writeString(bundle, Files.readString(authorities) + "\n" + Files.readString(stubAuthority));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the certificates that Python trusts", e);
        }
        Map<String, String> environment = new LinkedHashMap<>(USUAL_ENVIRONMENT);
        environment.put("AWS_CA_BUNDLE", bundle.toString());
        environment.put("PYTHONPATH", code.toString());
        return new Contender(
                "python",
                "the original's design with boto3: an UpdateItem a word and a Publish, one after the other; AWS's runtime interface"
                        + " client for Python",
                false,
                List.of(interpreter.toString(), "-m", "awslambdaric", "word_counter.handle"),
                environment,
                code);
    }
}
