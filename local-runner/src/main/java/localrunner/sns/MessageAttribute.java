package localrunner.sns;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message attribute as the subscriber sees it.
 *
 * @param type {@code String}, {@code String.Array}, {@code Number} or {@code Binary}, or one of these with a custom
 *     label
 * @param value in Base64 if the type is {@code Binary}
 */
record MessageAttribute(String type, String value) {

    private static final int LONGEST_NAME = 256;
    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");

    /**
     * Reads {@code MessageAttributes.entry.N} of a message, or of a batch entry, in the query protocol.
     *
     * @throws SnsException ParameterValueInvalid, or ValidationError when an attribute has no type
     */
    static Map<String, MessageAttribute> parse(Map<String, String> parameters, MessagePlace place) {
        var attributes = new LinkedHashMap<String, MessageAttribute>();
        for (int entry = 1; ; entry++) {
            String path = place.prefix() + "MessageAttributes.entry." + entry + ".";
            Optional<String> name = Optional.ofNullable(parameters.get(path + "Name"));
            if (name.isEmpty()) {
                if (parameters.keySet().stream().anyMatch(key -> key.startsWith(path))) {
                    throw SnsException.invalidAttribute("The message attribute name can not be empty.");
                }
                return attributes;
            }
            requireValidName(name.get());
            attributes.put(name.get(), parseValue(name.get(), parameters, path + "Value.", place));
        }
    }

    /** AWS document "Amazon SNS message attributes" has the rules; the texts are those that SNS answers. */
    private static void requireValidName(String name) {
        if (name.isEmpty()) {
            throw SnsException.invalidAttribute("The message attribute name can not be empty.");
        }
        if (name.length() > LONGEST_NAME) {
            throw SnsException.invalidAttribute("Length of message attribute name must be less than 256 bytes.");
        }
        if (name.startsWith(".")) {
            throw SnsException.invalidAttribute(
                    "Invalid message attribute name starting with character '.' was found.");
        }
        if (name.endsWith(".")) {
            throw SnsException.invalidAttribute("Invalid message attribute name ending with character '.' was found.");
        }
        for (int i = 0; i < name.length(); i = name.offsetByCodePoints(i, 1)) {
            int character = name.codePointAt(i);
            if (!isAllowedInName(character)) {
                throw SnsException.invalidAttribute(
                        "Invalid non-alphanumeric character '#x%X' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots."
                                .formatted(character));
            }
            if (character == '.' && name.charAt(i - 1) == '.') {
                throw SnsException.invalidAttribute("Message attribute name can not have successive '.' character.");
            }
        }
    }

    private static boolean isAllowedInName(int character) {
        return character < 128 && (Character.isLetterOrDigit(character) || "_-.".indexOf(character) >= 0);
    }

    private static MessageAttribute parseValue(
            String name, Map<String, String> parameters, String path, MessagePlace place) {
        String type = parameters.get(path + "DataType");
        if (type == null) {
            throw SnsException.nullMember(place.member("messageAttributes." + name + ".member.dataType"));
        }
        if (!TYPE.matcher(type).matches()) {
            throw SnsException.invalidAttribute("The message attribute '" + name
                    + "' has an invalid message attribute type, the set of supported type prefixes is Binary,"
                    + " Number, and String.");
        }
        String field = type.startsWith("Binary") ? "Binary" : "String";
        String otherField = field.equals("Binary") ? "String" : "Binary";
        String value = parameters.getOrDefault(path + field + "Value", "");
        boolean onlyOther =
                !parameters.containsKey(path + field + "Value") && parameters.containsKey(path + otherField + "Value");
        if (onlyOther) {
            throw SnsException.invalidAttribute(
                    "The message attribute '" + name + "' with type '" + type + "' must use field '" + field + "'.");
        }
        if (value.isEmpty()) {
            throw SnsException.invalidAttribute("The message attribute '" + name
                    + "' must contain non-empty message attribute value for message attribute type '" + type + "'.");
        }
        if (field.equals("Binary")) {
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
