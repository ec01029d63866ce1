package localrunner.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What conditions and policy variables can ask about a call: the values of each condition key. Immutable.
 *
 * <p>AWS documents "AWS global condition context keys" and "Condition keys" of each service in the Service Authorization
 * Reference. The names of keys have no case.
 */
public final class CallContext {

    public static final String SECURE_TRANSPORT = "aws:SecureTransport";
    public static final String SOURCE_ARN = "aws:SourceArn";
    public static final String SOURCE_ACCOUNT = "aws:SourceAccount";
    public static final String PRINCIPAL_ARN = "aws:PrincipalArn";
    public static final String PRINCIPAL_ACCOUNT = "aws:PrincipalAccount";
    public static final String PRINCIPAL_IS_AWS_SERVICE = "aws:PrincipalIsAWSService";
    public static final String PRINCIPAL_SERVICE_NAME = "aws:PrincipalServiceName";
    public static final String REQUESTED_REGION = "aws:RequestedRegion";
    public static final String RESOURCE_ACCOUNT = "aws:ResourceAccount";
    public static final String SOURCE_FUNCTION_ARN = "lambda:SourceFunctionArn";
    public static final String LEADING_KEYS = "dynamodb:LeadingKeys";
    public static final String ATTRIBUTES = "dynamodb:Attributes";
    public static final String SELECT = "dynamodb:Select";
    public static final String RETURN_VALUES = "dynamodb:ReturnValues";
    public static final String RECURSIVE = "ssm:Recursive";
    public static final String S3_PREFIX = "s3:prefix";
    public static final String S3_DELIMITER = "s3:delimiter";
    public static final String S3_MAX_KEYS = "s3:max-keys";

    public static final String S3_ENCRYPTION = "s3:x-amz-server-side-encryption";
    public static final String S3_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

    private static final List<String> KEYS = List.of(
            SECURE_TRANSPORT,
            SOURCE_ARN,
            SOURCE_ACCOUNT,
            PRINCIPAL_ARN,
            PRINCIPAL_ACCOUNT,
            PRINCIPAL_IS_AWS_SERVICE,
            PRINCIPAL_SERVICE_NAME,
            REQUESTED_REGION,
            RESOURCE_ACCOUNT,
            SOURCE_FUNCTION_ARN,
            LEADING_KEYS,
            ATTRIBUTES,
            SELECT,
            RETURN_VALUES,
            RECURSIVE,
            S3_PREFIX,
            S3_DELIMITER,
            S3_MAX_KEYS,
            S3_ENCRYPTION,
            S3_KEY);

    private static final Set<String> LOWER_CASE_KEYS =
            KEYS.stream().map(CallContext::lowerCase).collect(Collectors.toUnmodifiableSet());

    public static final CallContext NONE = new CallContext(Map.of());

    private final Map<String, List<String>> values;

    private CallContext(Map<String, List<String>> values) {
        this.values = values;
    }

    /** The same context with one key more. */
    public CallContext with(String key, String value) {
        return with(key, List.of(value));
    }

    /** The same context with one key more, which may have several values or, if the list is empty, none. */
    public CallContext with(String key, List<String> several) {
        Map<String, List<String>> more = new TreeMap<>(values);
        more.put(lowerCase(key), List.copyOf(several));
        return new CallContext(more);
    }

    /** This context and what another one has more. */
    public CallContext and(CallContext other) {
        Map<String, List<String>> both = new TreeMap<>(other.values);
        both.putAll(values);
        return new CallContext(both);
    }

    /** The values of a key; empty when the call does not have it. */
    Optional<List<String>> values(String key) {
        return Optional.ofNullable(values.get(lowerCase(key)));
    }

    /** Whether the runner knows if and with which values a call has the key. */
    static boolean knows(String key) {
        return LOWER_CASE_KEYS.contains(lowerCase(key));
    }

    /** The keys that conditions can name, for messages. */
    static String known() {
        return String.join(", ", new TreeSet<>(KEYS));
    }

    private static String lowerCase(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}
