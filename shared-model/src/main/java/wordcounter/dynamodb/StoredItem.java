package wordcounter.dynamodb;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of one of our tables, as it was read.
 *
 * <p>{@code required...} throws an {@link IllegalStateException} when the attribute is absent, {@code optional...} does
 * not. Both throw it when the attribute is of another type: then something else has written the table.
 *
 * @param kind what the item is, for the exception's message: {@code a summary}
 */
public record StoredItem(String kind, Map<String, AttributeValue> attributes) {

    public StoredItem {
        attributes = Map.copyOf(attributes);
    }

    public String requiredText(String name) {
        return optional(name, AttributeValue::s).orElseThrow(() -> missing(name));
    }

    public long requiredNumber(String name) {
        return optional(name, AttributeValue::n).map(n -> number(name, n)).orElseThrow(() -> missing(name));
    }

    /** The attribute's number, or 0. */
    public long optionalNumber(String name) {
        return optional(name, AttributeValue::n).map(n -> number(name, n)).orElse(0L);
    }

    /** The attribute's set of numbers, or an empty one. */
    public Set<Integer> optionalNumbers(String name) {
        return optional(name, value -> value.hasNs() ? value.ns() : null)
                .map(numbers ->
                        numbers.stream().map(n -> (int) number(name, n)).collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    /** The attribute's bytes. */
    public byte[] requiredBytes(String name) {
        return optional(name, value -> value.b() == null ? null : value.b().asByteArray())
                .orElseThrow(() -> missing(name));
    }

    private <T> Optional<T> optional(String name, Function<AttributeValue, @Nullable T> typed) {
        AttributeValue value = attributes.get(name);
        if (value == null) {
            return Optional.empty();
        }
        T found = typed.apply(value);
        if (found == null) {
            throw unexpected("whose " + name + " is of another type");
        }
        return Optional.of(found);
    }

    private long number(String name, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw unexpected("whose " + name + " is not a whole number");
        }
    }

    private IllegalStateException missing(String name) {
        return new IllegalStateException(kind + " has no " + name + ": the table was written by something else");
    }

    private IllegalStateException unexpected(String what) {
        return new IllegalStateException("there is " + kind + " " + what + ": the table was written by something else");
    }
}
