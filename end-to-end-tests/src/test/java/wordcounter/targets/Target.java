package wordcounter.targets;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;

/**
 * A running word counter, wherever it runs: all that the contract suite knows of it. Closing ends it, where it was started for
 * the suite. Thread-safe.
 */
public interface Target extends AutoCloseable {

    /** Where the API's paths begin, with the stage where there is one, without a slash at the end. */
    URI api();

    /** Where a {@code Location} of the API leads. */
    default URI follow(String location) {
        return api().resolve(location);
    }

    String apiKey();

    /** Builds an SDK client that talks to this target, in its region and with its credentials. */
    <B extends AwsClientBuilder<B, C>, C> C client(B builder);

    /** What the names of the stack's SSM parameters start with: {@code /<stack>/<stage>/}. */
    String parameterPrefix();

    /** What tells {@code ./words} to work on this target. */
    List<String> operatorOptions();

    /**
     * Whether the API keeps to all of API Gateway's contract: refuses what comes too often and what is larger than 10 MB, and
     * hands over each body as it came.
     */
    default boolean hasExactGateway() {
        return true;
    }

    /** The physical name of a function of the template. */
    String functionName(String logicalId);

    /** The lines a function of the template has logged so far, oldest first. */
    List<String> logLines(String logicalId);

    /** Where the target fetches documents from; empty where it has none, or where they are out of reach. */
    default Optional<DocumentsServer> documents() {
        return Optional.empty();
    }

    /** Empty where a function's process is out of reach. */
    Optional<FunctionKiller> functionKiller();

    @Override
    void close();

    /** Ends processes as {@code kill -9} does. */
    @FunctionalInterface
    interface FunctionKiller {

        /**
         * Kills one process of the function, chosen anyhow.
         *
         * @return false when the function has none at the moment
         */
        boolean kill(String logicalId);
    }
}
