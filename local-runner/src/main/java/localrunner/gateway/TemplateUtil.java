package localrunner.gateway;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/**
 * The variable {@code $util} of a mapping template.
 *
 * <p>AWS document "API Gateway mapping template and access logging variable reference". Public for Velocity, which calls
 * public methods only. Stateless.
 */
public final class TemplateUtil {

    /** The text with escapes of JavaScript; a single quote gets one too, which JSON does not know. */
    public String escapeJavaScript(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '\'', '"', '\\', '/' -> escaped.append('\\').append(character);
                case '\b' -> escaped.append("\\b");
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case '\f' -> escaped.append("\\f");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (character < 0x20 || character > 0x7e) {
                        escaped.append("\\u%04X".formatted((int) character));
                    } else {
                        escaped.append(character);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** The value of a JSON text, as a map, list, text, number or boolean. */
    public Object parseJson(String json) {
        return JsonMapper.shared().readValue(json, Object.class);
    }

    public String urlEncode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public String urlDecode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public String base64Encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public String base64Decode(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
