package wordcounter.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** Reads the text that somebody posts to be counted, from a body of one of three content types. */
public final class PostedText {

    /** In bytes, before decoding. The words of so long a text, with their counts, are far below what SNS takes (256 KB). */
    public static final int MAX_BYTES = 32 * 1024;

    private static final String TEXT = "text";
    private static final String SUPPORTED =
            "Supported are text/plain, application/json with {\"text\": ...} and application/x-www-form-urlencoded with"
                    + " text=..., in UTF-8.";

    private PostedText() {}

    /**
     * The text in a request's body.
     *
     * @param contentType the request's header of that name, and so is {@code contentEncoding}
     * @throws ProblemException 400, 413, 415 or 422
     */
    public static String of(RequestBody body, Optional<String> contentType, Optional<String> contentEncoding) {
        if (body.size() > MAX_BYTES) {
            throw new ProblemException(
                    Problem.Type.BODY_TOO_LARGE,
                    "The body has " + body.size() + " bytes; at most " + MAX_BYTES
                            + " are taken. Send the text in parts.");
        }
        if (!contentEncoding.orElse("identity").equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    Problem.Type.UNSUPPORTED_CONTENT_TYPE,
                    "The body is encoded (Content-Encoding); send it as it is. " + SUPPORTED);
        }
        // without a content type there is nothing to go by but that people send text
        String[] parts =
                contentType.orElse("text/plain").toLowerCase(Locale.ROOT).split(";", -1);
        requireUtf8(parts);
        return switch (parts[0].strip()) {
            case "text/plain" -> body.utf8();
            case "application/json" -> ofJson(body.utf8());
            case "application/x-www-form-urlencoded" -> ofForm(FormBody.parse(body));
            default ->
                throw new ProblemException(
                        Problem.Type.UNSUPPORTED_CONTENT_TYPE, "This content type is not supported. " + SUPPORTED);
        };
    }

    private static void requireUtf8(String[] contentType) {
        for (int i = 1; i < contentType.length; i++) {
            String parameter = contentType[i].strip().replace("\"", "");
            boolean isOtherCharset = parameter.startsWith("charset=")
                    && !List.of("charset=utf-8", "charset=utf8", "charset=us-ascii")
                            .contains(parameter);
            if (isOtherCharset) {
                throw new ProblemException(
                        Problem.Type.UNSUPPORTED_CONTENT_TYPE, "This charset is not supported. " + SUPPORTED);
            }
        }
    }

    private static String ofJson(String json) {
        JsonObject object;
        try {
            object = JsonObject.parse(json);
        } catch (InvalidJsonException e) {
            throw new ProblemException(
                    Problem.Type.MALFORMED_BODY, "The body is " + e.getMessage() + ". Send {\"text\": \"...\"}.");
        }
        try {
            return object.requiredString(TEXT);
        } catch (InvalidJsonException e) {
            throw new ProblemException(
                    Problem.Type.NO_TEXT, "In the JSON object " + e.getMessage() + ". Send {\"text\": \"...\"}.");
        }
    }

    private static String ofForm(FormBody form) {
        List<String> texts = form.fields().getOrDefault(TEXT, List.of());
        if (texts.size() != 1) {
            throw new ProblemException(
                    Problem.Type.NO_TEXT,
                    "The form has " + texts.size() + " fields named text; it needs one. With curl: --data-urlencode"
                            + " 'text=...', or plain text with -H 'Content-Type: text/plain'.");
        }
        return texts.getFirst();
    }
}
