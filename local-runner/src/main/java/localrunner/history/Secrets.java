package localrunner.history;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves out of a text what looks secret by its name: a password, a token, a signature, a key of an API, a cookie, and the
 * value of a SecureString.
 *
 * <p>In JSON that is the whole value of such a member, also in JSON that stands in a string or in a form, and the value
 * beside such a name in lists of names and values. In any other text it is what stands behind such a name and {@code =} or {@code :}. It
 * goes by names only: a secret under another name stays.
 */
public final class Secrets {

    /** What stands in the place of a secret. */
    public static final String MASK = "(left out)";

    private static final String NAMES =
            "authorization|x-api-key|api[_-]?key|token|secret|password|passwd|signature|credential|cookie|private[_-]?key";
    private static final Pattern NAME = Pattern.compile(NAMES, Pattern.CASE_INSENSITIVE);

    /** A name in any text, what separates it from its value, and the value: quoted, a header's, or a word. */
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?i)([\\w.-]*(?:" + NAMES
                    + ")[\\w.-]*\\\\?[\"']?\\s*[=:]\\s*)(\\\\?[\"'][^\"'\\\\]*|(?:bearer|basic|aws4-hmac-sha256)\\s+[^\\r\\n\"]+|[^\\s&,;\"'}\\])]+)");

    private static final int DEEPEST = 8;

    /** What stands behind one JSON text is another text. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Secrets() {}

    /** The text without what looks secret. */
    public static String mask(String text) {
        return mask(text, 0);
    }

    private static String mask(String text, int depth) {
        Optional<JsonNode> json = depth < DEEPEST ? json(text) : Optional.empty();
        return json.map(node -> maskedOrSame(node, text, depth))
                .orElseGet(() -> isForm(text) ? maskForm(text, depth) : maskPlain(text));
    }

    /** JSON in which nothing is secret stays as it was written. */
    private static String maskedOrSame(JsonNode node, String text, int depth) {
        return maskIn(node, depth) ? node.toString() : text;
    }

    /** Whether it is the content of a form, or the query of a URL. */
    private static boolean isForm(String text) {
        return text.indexOf('=') > 0 && text.chars().noneMatch(c -> c <= ' ' || c == '{' || c == '"' || c == '<');
    }

    private static String maskForm(String text, int depth) {
        return Stream.of(text.split("&", -1)).map(pair -> maskPair(pair, depth)).collect(Collectors.joining("&"));
    }

    private static String maskPair(String pair, int depth) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            return pair;
        }
        String name = pair.substring(0, equals + 1);
        if (isSecret(name)) {
            return name + MASK;
        }
        String value;
        try {
            value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // It is cut off in an escape, or no form.
            return maskPlain(pair);
        }
        String without = depth < DEEPEST ? mask(value, depth + 1) : maskPlain(value);
        return without.equals(value) ? pair : name + URLEncoder.encode(without, StandardCharsets.UTF_8);
    }

    private static String maskPlain(String text) {
        if (!NAME.matcher(text).find()) {
            return text;
        }
        return IN_TEXT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + MASK));
    }

    private static Optional<JsonNode> json(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(stripped));
        } catch (JacksonException e) {
            // It is cut off, or only looks like JSON.
            return Optional.empty();
        }
    }

    /** Masks within an object or array, and tells whether there was something to mask. */
    private static boolean maskIn(JsonNode node, int depth) {
        return switch (node) {
            case ObjectNode object -> maskIn(object, depth);
            case ArrayNode array -> {
                boolean masked = false;
                for (int index = 0; index < array.size(); index++) {
                    JsonNode element = array.get(index);
                    if (element.isString()) {
                        String text = element.stringValue();
                        String without = mask(text, depth + 1);
                        if (!without.equals(text)) {
                            array.set(index, without);
                            masked = true;
                        }
                    } else {
                        masked |= maskIn(element, depth);
                    }
                }
                yield masked;
            }
            default -> false;
        };
    }

    private static boolean maskIn(ObjectNode object, int depth) {
        boolean masked = maskNamedValue(object);
        for (String name : object.propertyNames().stream().toList()) {
            JsonNode value = object.path(name);
            if (isSecret(name) && !value.isNull() && !value.isBoolean()) {
                object.put(name, MASK);
                masked = true;
            } else if (value.isString()) {
                String text = value.stringValue();
                String without = mask(text, depth + 1);
                if (!without.equals(text)) {
                    object.put(name, without);
                    masked = true;
                }
            } else {
                masked |= maskIn(value, depth);
            }
        }
        return masked;
    }

    /** {@code {"Name": "x-api-key", "Value": "..."}}, and a parameter of the type SecureString. */
    private static boolean maskNamedValue(ObjectNode object) {
        boolean secure = text(object, "Type").equals("SecureString");
        String named = text(object, "Name");
        if (!secure && !isSecret(named)) {
            return false;
        }
        boolean masked = false;
        for (String member : object.propertyNames().stream().toList()) {
            if (member.equalsIgnoreCase("value") && !object.path(member).isContainer()) {
                object.put(member, MASK);
                masked = true;
            }
        }
        return masked;
    }

    private static String text(ObjectNode object, String member) {
        return object.path(member)
                .asStringOpt()
                .orElse(object.path(member.toLowerCase(Locale.ROOT)).asString(""));
    }

    private static boolean isSecret(String name) {
        return NAME.matcher(name).find();
    }
}
