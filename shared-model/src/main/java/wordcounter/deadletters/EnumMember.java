package wordcounter.deadletters;

import java.util.List;
import java.util.Optional;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** Reads members of JSON objects that hold the name of an enum's constant. */
final class EnumMember {

    private EnumMember() {}

    /** @throws InvalidJsonException when the member is absent or none of the constants */
    static <E extends Enum<E>> E required(JsonObject json, String name, Class<E> type) {
        return constant(name, json.requiredString(name), type);
    }

    /** @throws InvalidJsonException when the member is there and none of the constants */
    static <E extends Enum<E>> Optional<E> optional(JsonObject json, String name, Class<E> type) {
        return json.optionalString(name).map(value -> constant(name, value, type));
    }

    private static <E extends Enum<E>> E constant(String name, String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw new InvalidJsonException("'" + name + "' is none of " + List.of(type.getEnumConstants()));
    }
}
