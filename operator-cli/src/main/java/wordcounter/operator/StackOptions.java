package wordcounter.operator;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import wordcounter.runtime.Environment;

/** The options by which every command is told what stack it works on. Without any, it is the one that ./run-local runs. */
final class StackOptions {

    private static final String LOCAL_STACK = "local";
    private static final String LOCAL_REGION = "us-east-1";
    private static final URI LOCAL_ENDPOINT = URI.create("http://127.0.0.1:4566");
    private static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL";

    private final Environment environment;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "Where every AWS service answers. Default without --stack: AWS_ENDPOINT_URL, or else"
                    + " http://127.0.0.1:4566, the local runner.")
    private @Nullable URI endpointUrl;

    @Option(names = "--stack", paramLabel = "NAME", description = "A deployed stack. Default: the local runner's.")
    private @Nullable String stack;

    @Option(names = "--stage", paramLabel = "STAGE", description = "Its Stage parameter. Default: ${DEFAULT-VALUE}")
    private String stage = "dev";

    @Option(names = "--region", paramLabel = "REGION", description = "Its region. Default: as the AWS CLI finds it.")
    private @Nullable String region;

    StackOptions(Environment environment) {
        this.environment = environment;
    }

    /** For a command that has options of its own, since it needs a stack and works on all that has its name. */
    StackOptions(Environment environment, String stack, @Nullable String region, @Nullable URI endpointUrl) {
        this.environment = environment;
        this.stack = stack;
        this.region = region;
        this.endpointUrl = endpointUrl;
    }

    Environment environment() {
        return environment;
    }

    boolean isLocalRunner() {
        return stack == null;
    }

    String stackName() {
        return stack == null ? LOCAL_STACK : stack;
    }

    String stage() {
        return stage;
    }

    /** Where all services answer; empty when each answers where the SDK says. */
    Optional<URI> endpoint() {
        if (endpointUrl != null) {
            return Optional.of(endpointUrl);
        }
        return stack == null ? Optional.of(endpointVariable().map(this::uri).orElse(LOCAL_ENDPOINT)) : Optional.empty();
    }

    /** The endpoint, for people; empty when each service answers where the SDK says. */
    Optional<String> endpointText() {
        return isEndpointFromVariable()
                ? endpointVariable().map(url -> ENDPOINT_VARIABLE + ", which is " + url)
                : endpoint().map(URI::toString);
    }

    /** Whether the variable says where the services answer; the SDK itself takes it where no endpoint is given. */
    boolean isEndpointFromVariable() {
        return endpointUrl == null && endpointVariable().isPresent();
    }

    String region() {
        if (region != null) {
            return region;
        }
        if (endpoint().isPresent()) {
            return LOCAL_REGION;
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException e) {
            // which the AWS CLI reads, and the SDK does not
            return environment
                    .optional("AWS_DEFAULT_REGION")
                    .orElseThrow(() -> new OperatorException("no region: give --region or set AWS_REGION", e));
        }
    }

    private Optional<String> endpointVariable() {
        return environment.optional(ENDPOINT_VARIABLE);
    }

    private URI uri(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new OperatorException(notAUrl(text), e);
        }
        throw new OperatorException(notAUrl(text));
    }

    private static String notAUrl(String text) {
        return ENDPOINT_VARIABLE + " is no URL like " + LOCAL_ENDPOINT + ": " + text;
    }
}
