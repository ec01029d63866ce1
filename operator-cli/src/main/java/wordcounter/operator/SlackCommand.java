package wordcounter.operator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import wordcounter.slack.SlackParameter;
import wordcounter.slack.SlackSignature;

/** Does what Slack does when somebody types something, so that its entries can be tried without it. */
@Command(
        name = "slack",
        sortOptions = false,
        description = {
            "Sends what Slack would send when somebody types TEXT in a channel, signed as Slack signs it: a message, or with a"
                    + " slash in front a command.",
            "The local runner gets a signing secret where it has none."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:it was taken", " 1:it was not", " 2:an option is wrong", " 3:it could not be done"})
final class SlackCommand implements Callable<Integer> {

    private static final URI LOCAL_API = URI.create("http://127.0.0.1:3000");

    /** Longer than the function remembers that there is no secret. */
    private static final Duration UNTIL_SECRET_IS_SEEN = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(35);

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final Target target = new Target();

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            description = "Where the API answers. Default: the stack's; of the local runner, http://127.0.0.1:3000")
    private @Nullable URI apiUrl;

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "Sends the same so many times, as Slack does when it gets no answer in time. Default: 1")
    private int times = 1;

    @Parameters(
            paramLabel = "TEXT",
            description = "\"hello world\", \"/count hello world\", \"/words hello\", \"/words top\"")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String text;

    private boolean isSecretNew;

    @Override
    public Integer call() throws InterruptedException {
        if (times < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--times is at least 1, not " + times);
        }
        Clock clock = Clock.systemUTC();
        Console console = Console.of(spec.commandLine());
        String secret = signingSecret(console);
        SlackRequest request = SlackRequest.typed(text, clock.instant());
        URI uri = URI.create(api() + request.path());
        int result = WordsCommand.DONE;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int retry = 0; retry < times; retry++) {
                HttpResponse<String> response = sendUntilTheSecretIsSeen(http, uri, request, secret, retry, clock);
                console.out().println("POST " + uri + " " + response.statusCode());
                if (response.statusCode() == 200) {
                    SlackRequest.shown(response.body()).ifPresent(console.out()::println);
                } else {
                    console.out().println(response.body().strip());
                    result = WordsCommand.NOT_ALL;
                }
            }
        }
        return result;
    }

    private HttpResponse<String> sendUntilTheSecretIsSeen(
            HttpClient http, URI uri, SlackRequest request, String secret, int retry, Clock clock)
            throws InterruptedException {
        Instant end = clock.instant().plus(isSecretNew ? UNTIL_SECRET_IS_SEEN : Duration.ZERO);
        while (true) {
            HttpResponse<String> response = send(http, uri, request, secret, retry, clock.instant());
            if (response.statusCode() != 503 || clock.instant().isAfter(end)) {
                return response;
            }
            Thread.sleep(PAUSE);
        }
    }

    private static HttpResponse<String> send(
            HttpClient http, URI uri, SlackRequest request, String secret, int retry, Instant now)
            throws InterruptedException {
        String timestamp = Long.toString(now.getEpochSecond());
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .timeout(LONGEST_ANSWER)
                .header("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
                .header("Content-Type", request.contentType())
                .header(SlackSignature.TIMESTAMP_HEADER, timestamp)
                .header(
                        SlackSignature.SIGNATURE_HEADER,
                        SlackSignature.of(secret, timestamp, request.body().getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(request.body()));
        if (retry > 0) {
            builder.header("X-Slack-Retry-Num", Integer.toString(retry)).header("X-Slack-Retry-Reason", "http_timeout");
        }
        try {
            return http.send(builder.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new OperatorException("nothing answers at " + uri + ": start ./run-local, or give --api-url", e);
        }
    }

    private String signingSecret(Console console) {
        String name = SlackParameter.SIGNING_SECRET.nameUnder(target.name("SlackSecretsPath"));
        try (SsmClient ssm = target.build(SsmClient.builder())) {
            return target.call(() -> {
                try {
                    return ssm.getParameter(request -> request.name(name).withDecryption(true))
                            .parameter()
                            .value()
                            .strip();
                } catch (ParameterNotFoundException e) {
                    if (!target.isLocalRunner()) {
                        throw new OperatorException(
                                "there is no SecureString " + name + ": put your Slack app's Signing Secret there", e);
                    }
                    String made = newSecret();
                    ssm.putParameter(request ->
                            request.name(name).type(ParameterType.SECURE_STRING).value(made));
                    console.err()
                            .println(
                                    "There was no SecureString " + name + "; now there is one, with a secret made up.");
                    isSecretNew = true;
                    return made;
                }
            });
        }
    }

    private static String newSecret() {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private String api() {
        if (apiUrl != null) {
            return apiUrl.toString().replaceFirst("/$", "");
        }
        return target.isLocalRunner() ? LOCAL_API.toString() : target.name("ApiUrl");
    }
}
