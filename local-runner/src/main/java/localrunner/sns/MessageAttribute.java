package localrunner.sns;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message attribute as the subscriber sees it.
 *
 * @param type {@code String}, {@code String.Array}, {@code Number} or {@code Binary}, or one of these with a custom
 *     label
 * @param value in Base64 if the type is {@code Binary}
 */
record MessageAttribute(String type, String value) {

    /**
     * Reads {@code MessageAttributes.entry.N} of a message, or of a batch entry, in the query protocol.
     *
     * @param prefix what the parameters' names begin with: nothing, or a batch entry's prefix with its full stop
     * @throws SnsException ParameterValueInvalid
     */
    static Map<String, MessageAttribute> parse(Map<String, String> parameters, String prefix) {
        var attributes = new LinkedHashMap<String, MessageAttribute>();
        for (int entry = 1; ; entry++) {
            String path = prefix + "MessageAttributes.entry." + entry + ".";
            Optional<String> name = Optional.ofNullable(parameters.get(path + "Name"));
            if (name.isEmpty()) {
                if (parameters.keySet().stream().anyMatch(key -> key.startsWith(path))) {
                    throw SnsException.invalidAttribute("The message attribute name can not be empty.");
                }
                return attributes;
            }
            attributes.put(name.get(), parseValue(name.get(), parameters, path + "Value."));
        }
    }

    private static MessageAttribute parseValue(String name, Map<String, String> parameters, String path) {
        if (name.isEmpty() || name.length() > 256) {
            throw SnsException.invalidAttribute("The message attribute name must have 1 to 256 characters.");
        }
        String type = parameters.getOrDefault(path + "DataType", "");
        String base = type.split("\\.", 2)[0];
        String value = switch (base) {
            case "String", "Number" -> parameters.getOrDefault(path + "StringValue", "");
            case "Binary" -> parameters.getOrDefault(path + "BinaryValue", "");
            default ->
                throw SnsException.invalidAttribute("The message attribute '" + name
                        + "' has an invalid message attribute type, the set of supported type prefixes is Binary,"
                        + " Number, and String.");
        };
        if (value.isEmpty()) {
            throw SnsException.invalidAttribute("The message attribute '" + name
                    + "' must contain non-empty message attribute value for message attribute type '" + type + "'.");
        }
        if (base.equals("Binary")) {
            requireBase64(name, value);
        }
        return new MessageAttribute(type, value);
    }

    private static void requireBase64(String name, String value) {
        try {
            Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw SnsException.invalidAttribute(
                    "The message attribute '" + name + "' is not Base64: " + e.getMessage());
        }
    }

    /** The attribute's part of the size of its message, in bytes. */
    int size(String name) {
        int valueSize = type.startsWith("Binary")
                ? Base64.getDecoder().decode(value).length
                : value.getBytes(StandardCharsets.UTF_8).length;
        return name.getBytes(StandardCharsets.UTF_8).length + type.length() + valueSize;
    }
}
