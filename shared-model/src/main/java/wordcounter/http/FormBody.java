package wordcounter.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of an {@code application/x-www-form-urlencoded} body, as the WHATWG URL standard decodes them. */
public record FormBody(Map<String, List<String>> fields) {

    /** @throws ProblemException 400 when it is not UTF-8, before or after decoding */
    public static FormBody parse(RequestBody body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : body.utf8().split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.computeIfAbsent(decode(name), ignored -> new ArrayList<>())
                        .add(decode(value));
            }
        }
        return new FormBody(fields);
    }

    /** The field's value; empty when there is none of that name, or more than one. */
    public Optional<String> field(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static String decode(String encoded) {
        return PercentEncoding.decode(encoded.replace('+', ' '))
                .orElseThrow(() -> new ProblemException(
                        Problem.Type.MALFORMED_BODY,
                        "A percent sign in a form is followed by the two hexadecimal digits of a UTF-8 byte; a plain one is"
                                + " sent as %25."));
    }
}
