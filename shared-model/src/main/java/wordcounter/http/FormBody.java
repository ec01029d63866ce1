package wordcounter.http;

import java.nio.charset.StandardCharsets;
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

    /** The form, or nothing where {@link #parse} would refuse it. */
    public static Optional<FormBody> tryParse(RequestBody body) {
        try {
            return Optional.of(parse(body));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /**
     * The value of one field, without reading the others: for a proof that is looked at before anything is done for the caller.
     *
     * @return empty when there is no field of that name, or more than one, or it is not encoded as {@link #parse} wants it
     */
    public static Optional<String> find(RequestBody body, String name) {
        String bytes = new String(body.bytes(), StandardCharsets.ISO_8859_1);
        String start = name + "=";
        int found = -1;
        for (int at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + start.length())) {
            if (at == 0 || bytes.charAt(at - 1) == '&') {
                if (found >= 0) {
                    return Optional.empty();
                }
                found = at + start.length();
            }
        }
        if (found < 0) {
            return Optional.empty();
        }
        int end = bytes.indexOf('&', found);
        String value = bytes.substring(found, end < 0 ? bytes.length() : end).replace('+', ' ');
        return PercentEncoding.utf8(value.getBytes(StandardCharsets.ISO_8859_1)).flatMap(PercentEncoding::decode);
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
