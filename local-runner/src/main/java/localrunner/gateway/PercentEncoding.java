package localrunner.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the encoded parts of a URL. */
final class PercentEncoding {

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private PercentEncoding() {}

    static boolean isBroken(String encoded) {
        return BROKEN_ESCAPE.matcher(encoded).find();
    }

    /** The decoded values of each parameter, in their order. A name without {@code =} has an empty value. */
    static Map<String, List<String>> queryParameters(String query) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
            }
        }
        return parameters;
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
