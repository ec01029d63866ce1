package wordcounter.operator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import wordcounter.reconciliation.Polling;

/** Removes a stage: its stack, and all that the stack leaves on purpose. */
@Command(
        name = "remove",
        sortOptions = false,
        description = {
            "Removes a deployed stack with everything that it kept: tables, queues, buckets, keys, and the parameters under"
                    + " its name. What was counted is lost; no backup is left.",
            "It shows what there is, and asks for the stack's name. It can be ended at any time and run again: it goes on"
                    + " with what is left, also of stacks of that name that were deleted within the last 90 days."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:nothing of it is left",
            " 1:something is left, or it was not confirmed",
            " 2:an option is wrong",
            " 3:it could not be done: no such stack, it is protected, no credentials, no permission"
        })
final class RemoveCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final UnaryOperator<String> ask;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--stack", paramLabel = "NAME", required = true, description = "The stack to remove.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String stack;

    @Option(
            names = "--yes",
            paramLabel = "NAME",
            description = "The stack's name once more, for scripts: it is not asked for.")
    private @Nullable String yes;

    @Option(names = "--region", paramLabel = "REGION", description = "Its region. Default: as the AWS CLI finds it.")
    private @Nullable String region;

    @Option(names = "--endpoint-url", paramLabel = "URL", description = "Where every AWS service answers.")
    private @Nullable URI endpointUrl;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "The longest time to wait for the stack, and for each thing that it kept. Default: 60m")
    private Duration within = Duration.ofMinutes(60);

    /** @param ask shows a question, and gives the line that was typed, empty when nobody is there to type */
    RemoveCommand(Surroundings surroundings, UnaryOperator<String> ask) {
        this.surroundings = surroundings;
        this.ask = ask;
    }

    static String askAtTheTerminal(String question) {
        return Optional.ofNullable(System.console())
                .filter(java.io.Console::isTerminal)
                .flatMap(console -> Optional.ofNullable(console.readLine("%s", question)))
                .orElse("");
    }

    @Override
    public Integer call() {
        if (yes != null && !yes.equals(stack)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--yes has to name the stack, " + stack + ", and not " + yes);
        }
        StackOptions options = new StackOptions(surroundings.environment(), stack, region, endpointUrl);
        StackAccess access = new StackAccess(options, surroundings.calls());
        try (CloudFormationClient cloudFormation = access.build(CloudFormationClient.builder());
                DynamoDbClient dynamoDb = access.build(DynamoDbClient.builder());
                SqsClient sqs = access.build(SqsClient.builder());
                S3Client s3 = access.build(
                        S3Client.builder().forcePathStyle(options.endpointText().isPresent()));
                KmsClient kms = access.build(KmsClient.builder());
                SsmClient ssm = access.build(SsmClient.builder())) {
            Removal removal = new Removal(
                    new CloudFormationStacks(access, cloudFormation),
                    new StackParameters(access, ssm),
                    // a bucket goes before the key that its files are encrypted by
                    List.of(
                            new KeptTables(access, dynamoDb),
                            new KeptQueues(access, sqs),
                            new KeptBuckets(access, s3),
                            new KeptKeys(access, kms)),
                    () -> new Polling(surroundings.clock(), surroundings.sleeper(), within),
                    Console.of(spec.commandLine()));
            return removal.run(stack, this::isConfirmed);
        }
    }

    private boolean isConfirmed() {
        return yes != null
                || ask.apply("Nothing brings it back. Type the stack's name to remove it all: ")
                        .strip()
                        .equals(stack);
    }
}
