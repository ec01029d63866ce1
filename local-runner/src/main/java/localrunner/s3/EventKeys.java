package localrunner.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Encodes keys for events and lists as S3 does: a space is a plus sign, and a slash stays one. */
final class EventKeys {

    private EventKeys() {}

    static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
