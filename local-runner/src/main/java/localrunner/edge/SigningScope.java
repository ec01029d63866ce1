package localrunner.edge;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells for which service a request was signed: the last but one part of its credential scope.
 *
 * <p>The scope is {@code Credential=AKID/20260101/us-east-1/sqs/aws4_request} in the {@code Authorization} header, or
 * the same in the query parameter {@code X-Amz-Credential} (AWS General Reference, "Elements of an AWS API request
 * signature"). SigV4a's scope has no region. Neither signature nor key is checked, as on a laptop every caller is the
 * owner.
 */
final class SigningScope {

    private static final Pattern CREDENTIAL = Pattern.compile("\\bCredential=([^,\\s]+)");
    private static final String TERMINATOR = "aws4_request";

    private SigningScope() {}

    static Optional<String> service(EdgeRequest request) {
        return request.header("Authorization")
                .flatMap(SigningScope::credentialInHeader)
                .or(() -> Optional.ofNullable(request.queryParameters().get("X-Amz-Credential")))
                .flatMap(SigningScope::serviceOf);
    }

    private static Optional<String> credentialInHeader(String authorization) {
        var matcher = CREDENTIAL.matcher(authorization);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> serviceOf(String credential) {
        String[] parts = credential.split("/", -1);
        boolean complete = parts.length >= 4 && parts[parts.length - 1].equals(TERMINATOR);
        return complete ? Optional.of(parts[parts.length - 2]) : Optional.empty();
    }
}
