package wordcounter.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.targets.TemplateFunctions;

/**
 * Which classes a packaged function loads: most of the time of its first answer goes there. They are counted, as time is
 * another one on every machine.
 */
class FunctionStartIT {

    private static final String PASSWORD = "changeit";
    private static final Pattern LOADED = Pattern.compile("\\[class,load] (?<name>\\S+) source:");

    /** Linux answers under more addresses of its own than one. */
    private static final String MOVED_TO = System.getProperty("os.name").equals("Linux") ? "127.0.0.2" : "127.0.0.1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "word-counter-fn, 2",
        "queued-words-fn, 3",
        "document-words-fn, 3",
        // S3 has two classes of metadata.
        "uploaded-words-fn, 5",
        "sns-multiplier-fn, 2",
        "sns-logger-fn, 0",
        "event-aggregator-fn, 2",
        "slack-digest-fn, 2",
        "nightly-reconcile-fn, 1",
        "summary-retriever-fn, 1",
        "dead-letter-replay-fn, 3"
    })
    void start_shouldLoadTheMetadataOfItsOwnServicesOnly(String module, int services) throws Exception {
        List<String> output = run(module, List.of(), Map.of(), handlerOf(module));

        assertThat(output).contains(FunctionStart.STARTED);
        assertThat(loaded(output, "software.amazon.awssdk.regions.servicemetadata."))
                .hasSize(services);
        assertThat(loaded(output, "software.amazon.awssdk.regions.regionmetadata."))
                .isEmpty();
    }

    private static String handlerOf(String module) {
        return TemplateFunctions.handlers().entrySet().stream()
                .filter(function -> TemplateFunctions.module(function.getKey()).equals(module))
                .map(function -> function.getValue().replaceFirst("::.*", ""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void firstAnswer_shouldLoadNothingOfTlsHttpOrTheSdk_whenTheFunctionIsPrimed() throws Exception {
        Path certificate = certificate();
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 aws.test");
        Calls calls = new Calls(hosts);
        HttpsServer aws = HttpsServer.create(new InetSocketAddress(0), 0);
        aws.setHttpsConfigurator(new HttpsConfigurator(tls(certificate)));
        aws.createContext("/", calls::answer);
        aws.start();
        HttpServer credentials = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        credentials.createContext("/", FunctionStartIT::giveCredentials);
        credentials.start();
        List<String> output;
        try {
            output = run(
                    "word-counter-fn",
                    List.of(
                            "-Djavax.net.ssl.trustStore=" + certificate,
                            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                            "-Djdk.net.hosts.file=" + hosts),
                    Map.of(
                            "AWS_ENDPOINT_URL",
                            "https://aws.test:" + aws.getAddress().getPort(),
                            "AWS_ACCESS_KEY_ID",
                            "",
                            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                            "http://127.0.0.1:" + credentials.getAddress().getPort() + "/"),
                    "wordcounter.counter.WordCounterHandler",
                    Path.of("../events/word-counter-fn/post-words.json")
                            .toAbsolutePath()
                            .toString());
        } finally {
            aws.stop(0);
            credentials.stop(0);
        }

        List<String> afterwards = output.subList(output.indexOf(FunctionStart.PRIMED) + 1, output.size());
        assertThat(afterwards).anyMatch(line -> line.contains("\"statusCode\":202"));
        assertThat(loaded(afterwards, ""))
                .filteredOn(name -> name.matches("(sun\\.|javax\\.|org\\.apache|software\\.|wordcounter\\.).*"))
                .containsExactly("wordcounter.runtime.Deadline");
        assertThat(calls.unsigned).as("calls before the snapshot").isNotEmpty();
        assertThat(calls.signed)
                .as("calls after it, to where the host has moved meanwhile")
                .containsExactly(MOVED_TO, MOVED_TO);
    }

    @Test
    void priming_shouldWarnAndGoOn_whenNoEndpointAnswers() throws Exception {
        List<String> output = run(
                "sns-multiplier-fn",
                List.of(),
                Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
                "wordcounter.multiplier.SnsMultiplierHandler",
                FunctionStart.ONLY_PRIME);

        assertThat(output).contains(FunctionStart.PRIMED);
        assertThat(output)
                .filteredOn(line -> line.startsWith("{"))
                .singleElement()
                .asString()
                .contains("\"level\":\"WARN\"", "not primed down to the network", "http://127.0.0.1:1");
    }

    /** What has come to the endpoint, by the address it came to; with the first call the host moves to another one. */
    private static final class Calls {

        final List<String> signed = new CopyOnWriteArrayList<>();
        final List<String> unsigned = new CopyOnWriteArrayList<>();
        private final Path hosts;

        Calls(Path hosts) {
            this.hosts = hosts;
        }

        void answer(HttpExchange exchange) throws IOException {
            exchange.getRequestBody().readAllBytes();
            Files.writeString(hosts, MOVED_TO + " aws.test");
            boolean isSigned = exchange.getRequestHeaders().containsKey("Authorization");
            (isSigned ? signed : unsigned)
                    .add(exchange.getLocalAddress().getAddress().getHostAddress());
            boolean isSns = !exchange.getRequestHeaders().containsKey("X-Amz-Target");
            respond(
                    exchange,
                    isSigned ? 200 : 400,
                    isSns ? "text/xml" : "application/x-amz-json-1.0",
                    isSns
                            ? "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
                            : "{}");
        }
    }

    private static void giveCredentials(HttpExchange exchange) throws IOException {
        respond(exchange, 200, "application/json", """
                {"AccessKeyId":"local","SecretAccessKey":"local","Token":"local","Expiration":"2100-01-01T00:00:00Z"}""");
    }

    private static void respond(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Runs {@link FunctionStart} over the function's own classes, and returns what it prints. */
    private static List<String> run(
            String module, List<String> options, Map<String, String> environment, String... arguments)
            throws Exception {
        Path lambda = Path.of("..", module, "target", "lambda").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:stdout:tags"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                lambda
                        + File.pathSeparator
                        + lambda.resolve("lib/*")
                        + File.pathSeparator
                        + Path.of("target", "test-classes").toAbsolutePath(),
                FunctionStart.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "AWS_REGION", "eu-central-1",
                        "AWS_ACCESS_KEY_ID", "local",
                        "AWS_SECRET_ACCESS_KEY", "local",
                        "TOPIC_ARN", "arn:aws:sns:eu-central-1:000000000000:words",
                        "WORD_COUNTS_TABLE", "WordCounts",
                        "EVENT_LEDGER_TABLE", "EventLedger",
                        "SUMMARIES_TABLE", "Summaries",
                        "COUNTER_SHARDS", "32",
                        "SLACK_SECRETS_PATH", "/words/dev/slack",
                        "DEAD_LETTER_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/000000000000/dead-letters"));
        builder.environment()
                .putAll(Map.of(
                        "STACK_NAME", "words",
                        "UPLOADS_TABLE", "Uploads",
                        "UPLOAD_LIMIT_MEGABYTES", "100",
                        "MILESTONES_TABLE", "Milestones",
                        "MAX_READ_UNITS", "12000",
                        "RECONCILE_READ_UNITS", "2000000",
                        "RECONCILE_PATIENCE_SECONDS", "240",
                        "SNS_MULTIPLIER_FUNCTION", "arn:aws:lambda:eu-central-1:000000000000:function:multiplier:live",
                        "SNS_LOGGER_FUNCTION", "arn:aws:lambda:eu-central-1:000000000000:function:logger:live",
                        "EVENT_AGGREGATOR_FUNCTION",
                                "arn:aws:lambda:eu-central-1:000000000000:function:aggregator:live"));
        builder.environment()
                .putAll(Map.of(
                        "DOCUMENTS_TABLE",
                        "Documents",
                        "DOCUMENT_CHECKS_QUEUE_URL",
                        "https://sqs.eu-central-1.amazonaws.com/000000000000/document-checks",
                        "DOCUMENTS_BASE_URL",
                        "https://documents.test",
                        "DOCUMENTS_QUIET_SECONDS",
                        "60",
                        "DOCUMENTS_TOKEN_PARAMETER",
                        "/words/dev/documents/bearer-token"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> output = process.inputReader(UTF_8).lines().toList();
        assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
        return output;
    }

    private static List<String> loaded(List<String> output, String prefix) {
        return output.stream()
                .map(LOADED::matcher)
                .filter(Matcher::find)
                .map(line -> line.group("name"))
                .filter(name -> name.startsWith(prefix) && !name.contains("$$"))
                .toList();
    }

    private Path certificate() throws Exception {
        Path file = folder.resolve("aws.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "aws",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=aws.test",
                        "-ext",
                        "san=dns:aws.test",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    private static SSLContext tls(Path certificate) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStore.getInstance(certificate.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }
}
