package wordcounter.operator;

import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            description = "Where the API answers. Default: where the stack says.")
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

    SlackCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() throws InterruptedException {
        if (times < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--times is at least 1, not " + times);
        }
        StackAccess stack = new StackAccess(options, surroundings.calls());
        Console console = Console.of(spec.commandLine());
        SigningSecret secret = SigningSecret.of(stack, console);
        SlackRequest request = SlackRequest.typed(text, surroundings.clock().instant());
        String api = apiUrl == null ? stack.name("ApiUrl") : apiUrl.toString();
        URI uri = URI.create(api.replaceFirst("/$", "") + request.path());
        try (HttpCalls http = new HttpCalls(surroundings.environment(), 1)) {
            SlackSender sender = new SlackSender(http, secret, surroundings.clock(), surroundings.sleeper());
            return send(sender, uri, request, console);
        }
    }

    private int send(SlackSender sender, URI uri, SlackRequest request, Console console) throws InterruptedException {
        int code = WordsCommand.DONE;
        for (int retry = 0; retry < times; retry++) {
            HttpCalls.Answer answer = sender.send(uri, request, retry);
            console.out().println("POST " + Printable.value(uri.toString()) + " " + answer.status());
            if (answer.status() == 200) {
                SlackRequest.shown(answer.body()).ifPresent(console::printLines);
            } else {
                console.printLines(answer.body().strip());
                code = WordsCommand.NOT_ALL;
            }
        }
        return code;
    }
}
