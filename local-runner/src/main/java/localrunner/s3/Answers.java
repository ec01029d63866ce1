package localrunner.s3;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import localrunner.edge.StreamedResponse;

/** Makes S3's answers, and the texts that they have in common. */
final class Answers {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter XML_DATE =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Answers() {}

    static StreamedResponse empty(int status, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (status != 204 && status != 304) {
            all.put("Content-Length", "0");
        }
        return new StreamedResponse(status, all, StreamedResponse.Body.NONE);
    }

    static StreamedResponse xml(Map<String, String> headers, String name, Xml.Content content) {
        return xml(200, headers, Xml.document(name, content));
    }

    static StreamedResponse xml(int status, Map<String, String> headers, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/xml");
        all.put("Content-Length", Integer.toString(body.length));
        return new StreamedResponse(status, all, out -> out.write(body));
    }

    /** The form of {@code Last-Modified}. */
    static String httpDate(Instant moment) {
        return HTTP_DATE.format(moment);
    }

    /** The form of a time in XML and in events. */
    static String xmlDate(Instant moment) {
        return XML_DATE.format(moment);
    }
}
