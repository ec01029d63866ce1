package localrunner.application;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A direct integration of an API's method with SQS: {@code x-amazon-apigateway-integration} of type {@code aws}.
 *
 * <p>"x-amazon-apigateway-integration object" in the API Gateway Developer Guide.
 *
 * @param httpMethod of the request to SQS
 * @param path of the request to SQS, such as {@code /000000000000/app-Work}
 * @param action that the integration's URI names, in the place of a path
 * @param contentHandling of the request
 * @param credentials the ARN of the role with which API Gateway calls SQS
 * @param requestParameters what a header or query parameter of the request to SQS is, by {@code header.Name} or {@code
 *     querystring.Name}: {@code 'text'}, or an expression such as {@code method.request.header.Name}
 * @param requestTemplates mapping templates by media type
 * @param responses the first one whose pattern matches is taken, or else the one without a pattern
 */
public record SqsIntegration(
        String httpMethod,
        String path,
        Optional<String> action,
        PassthroughBehavior passthroughBehavior,
        Optional<ContentHandling> contentHandling,
        Optional<String> credentials,
        Map<String, String> requestParameters,
        Map<String, String> requestTemplates,
        List<Response> responses)
        implements Application.RouteTarget {

    public SqsIntegration {
        requestParameters = inOrder(requestParameters);
        requestTemplates = inOrder(requestTemplates);
        responses = List.copyOf(responses);
    }

    /** What becomes of a request whose content type has no mapping template. */
    public enum PassthroughBehavior {
        WHEN_NO_MATCH,
        WHEN_NO_TEMPLATES,
        NEVER
    }

    /** Whether a body is text or bytes for the templates; the other form is base64. */
    public enum ContentHandling {
        CONVERT_TO_TEXT,
        CONVERT_TO_BINARY
    }

    /**
     * What the client gets for an answer of SQS.
     *
     * @param selectionPattern of SQS's status; empty for the default
     * @param headers what a header of the answer is: {@code 'text'}, or an expression such as {@code
     *     integration.response.header.Name}
     * @param templates mapping templates by media type
     */
    public record Response(
            Optional<Pattern> selectionPattern,
            int status,
            Map<String, String> headers,
            Map<String, String> templates) {
        public Response {
            headers = inOrder(headers);
            templates = inOrder(templates);
        }
    }

    private static Map<String, String> inOrder(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
