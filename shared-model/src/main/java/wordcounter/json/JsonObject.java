package wordcounter.json;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.jr.ob.JSON;

/**
 * A JSON object, whose members keep the order in which they were read or put. Immutable.
 *
 * <p>{@code required...} throws {@link InvalidJsonException} when a member is absent, null or of another type; {@code
 * optional...} is empty when it is absent or null, and throws when it is of another type.
 */
public record JsonObject(Map<String, Object> members) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** How the parser's message begins; the kind of its exception says less. */
    private static final String DUPLICATE = "Duplicate key";

    private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Puts members together, one after the other. */
    public static final class Builder {

        private final Map<String, Object> members = new LinkedHashMap<>();

        private Builder() {}

        /** @param value a text, a number, a boolean, or a map or list of such */
        public Builder put(String name, Object value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, JsonObject value) {
            return put(name, value.members());
        }

        /** Puts an array of objects. */
        public Builder put(String name, List<JsonObject> values) {
            return put(name, (Object) values.stream().map(JsonObject::members).toList());
        }

        /** Puts the member only when there is a value for it. */
        public Builder putIfPresent(String name, Optional<?> value) {
            value.ifPresent(present -> members.put(name, present));
            return this;
        }

        public JsonObject build() {
            return new JsonObject(members);
        }
    }

    /**
     * Reads a text; a byte order mark before it is passed over (RFC 8259, section 8.1).
     *
     * @throws InvalidJsonException when the text is not one JSON object, or a member is in it twice
     */
    public static JsonObject parse(String json) {
        return read(json.startsWith(BYTE_ORDER_MARK) ? json.substring(BYTE_ORDER_MARK.length()) : json);
    }

    /** Reads bytes, as {@link #parse(String)}. */
    public static JsonObject parse(byte[] json) {
        return read(json);
    }

    /**
     * Reads the stream to its end, and closes it.
     *
     * @throws InvalidJsonException when the bytes are not one JSON object
     */
    public static JsonObject parse(InputStream json) {
        return read(json);
    }

    private static JsonObject read(Object source) {
        try (JsonParser parser = JSON.std.createParser(source)) {
            Object value = JSON.std.anyFrom(parser);
            if (value instanceof Map<?, ?> map && parser.nextToken() == null) {
                return of(map);
            }
        } catch (JacksonException e) {
            // a member twice is JSON: names should be unique, but need not be (RFC 8259, section 4)
            boolean twice = e.getOriginalMessage().startsWith(DUPLICATE);
            throw new InvalidJsonException(
                    (twice ? "JSON with a member twice" : "not JSON") + position(e.getLocation()), e);
        }
        throw new InvalidJsonException("not one JSON object");
    }

    /**
     * Where the text stops being JSON; empty when the parser does not say, as for a text that is nested too deeply for
     * it.
     */
    private static String position(@Nullable TokenStreamLocation location) {
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static JsonObject of(Map<?, ?> map) {
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(String.valueOf(name), value));
        return new JsonObject(members);
    }

    public String requiredString(String name) {
        return optionalString(name).orElseThrow(() -> missing(name));
    }

    public Optional<String> optionalString(String name) {
        return optional(name, String.class, "a string");
    }

    public long requiredLong(String name) {
        Object value = members.get(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw value == null ? missing(name) : new InvalidJsonException("'" + name + "' is not a whole number");
    }

    public Optional<Boolean> optionalBoolean(String name) {
        return optional(name, Boolean.class, "true or false");
    }

    public JsonObject requiredObject(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name));
    }

    public Optional<JsonObject> optionalObject(String name) {
        return optional(name, Map.class, "an object").map(map -> of((Map<?, ?>) map));
    }

    /** The elements of an array of objects. */
    public List<JsonObject> requiredObjects(String name) {
        List<?> elements = optional(name, List.class, "an array").orElseThrow(() -> missing(name));
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new InvalidJsonException("'" + name + "' holds something that is not an object");
            }
            objects.add(of(map));
        }
        return objects;
    }

    private <T> Optional<T> optional(String name, Class<T> type, String description) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new InvalidJsonException("'" + name + "' is not " + description);
        }
        return Optional.of(type.cast(value));
    }

    private static InvalidJsonException missing(String name) {
        return new InvalidJsonException("'" + name + "' is missing");
    }

    /** The object as JSON text, its members in their order. */
    public String toJson() {
        return WRITER.asString(members);
    }
}
