package wordcounter.operator;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.lambda.LambdaClient;
import wordcounter.slack.DigestRequest;
import wordcounter.slack.DigestRequest.Answer;

/** Shows what the digest would post to Slack now, and posts it. */
@Command(
        name = "digest",
        sortOptions = false,
        description = {
            "Shows what the digest would post to Slack now, and whether it is on.",
            "With --now it is posted, marked as a test."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 1:the digest is off, or Slack did not take the message",
            " 2:an option is wrong",
            " 3:it could not be done"
        })
final class DigestCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Option(names = "--now", description = "Post it, as a test.")
    private boolean now;

    DigestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine());
        StackAccess stack = new StackAccess(options, surroundings.calls());
        try (LambdaClient lambda = stack.buildWithoutRetries(LambdaClient.builder())) {
            StackFunction function = new StackFunction(
                    stack,
                    lambda,
                    stack.name("SlackDigestFunction"),
                    "the digest function",
                    console,
                    surroundings.clock());
            DigestRequest request = now ? DigestRequest.POST : DigestRequest.SHOW;
            return tell(function.invoke(request.toJson().toJson(), Answer::parse), console);
        }
    }

    /** @return the exit code */
    static int tell(Answer answer, Console console) {
        // what isolates a word of another direction is for Slack; a terminal shows it as a code
        console.printLines(answer.message().replace("\u2068", "").replace("\u2069", ""));
        console.out().println();
        String state = switch (answer.status()) {
            case ON -> "The digest is on. --now posts this as a test.";
            case POSTED -> "Posted.";
            case OFF ->
                "The digest is off: put the address of a Slack incoming webhook into the SecureString "
                        + answer.detail() + ", as docs/slack.md says.";
            case FAILED -> "Not posted: " + answer.detail() + ".";
        };
        console.printLines(state);
        return switch (answer.status()) {
            case ON, POSTED -> WordsCommand.DONE;
            case OFF, FAILED -> WordsCommand.NOT_ALL;
        };
    }
}
