package localrunner.edge;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells for which service a request was signed: the last but one part of its credential scope.
 *
 * <p>The scope is {@code Credential=AKID/20260101/us-east-1/sqs/aws4_request} in the {@code Authorization} header, or
 * the same in the query parameter {@code X-Amz-Credential} of a presigned request, which has all the other parameters
 * of a signature too (AWS IAM User Guide, "Elements of an AWS API request signature"). SigV4a's scope has no region.
 * Neither signature nor key is checked: who may call at all is decided before.
 */
public final class SigningScope {

    private static final Pattern CREDENTIAL = Pattern.compile("\\bCredential=([^,\\s]+)");
    private static final String TERMINATOR = "aws4_request";
    private static final Set<String> PRESIGNED = Set.of(
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Signature");

    private SigningScope() {}

    static Optional<String> service(EdgeRequest request) {
        return credential(request).flatMap(SigningScope::serviceOf);
    }

    /** The access key with which a request is signed. */
    public static Optional<String> accessKeyId(EdgeRequest request) {
        return credential(request).map(credential -> credential.split("/", 2)[0]);
    }

    private static Optional<String> credential(EdgeRequest request) {
        return request.header("Authorization")
                .flatMap(SigningScope::credentialInHeader)
                .or(() -> credentialInQuery(request.queryParameters()));
    }

    private static Optional<String> credentialInHeader(String authorization) {
        var matcher = CREDENTIAL.matcher(authorization);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> credentialInQuery(Map<String, String> parameters) {
        boolean presigned = PRESIGNED.stream()
                .noneMatch(name -> parameters.getOrDefault(name, "").isEmpty());
        return presigned ? Optional.ofNullable(parameters.get("X-Amz-Credential")) : Optional.empty();
    }

    private static Optional<String> serviceOf(String credential) {
        String[] parts = credential.split("/", -1);
        boolean complete = parts.length >= 4 && parts[parts.length - 1].equals(TERMINATOR);
        return complete ? Optional.of(parts[parts.length - 2]) : Optional.empty();
    }
}
