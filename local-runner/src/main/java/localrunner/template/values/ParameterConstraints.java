package localrunner.template.values;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import localrunner.template.document.PropertyReader;

/**
 * What the value of a parameter has to keep; of a list's value, each of its items.
 *
 * @param description what the template's author adds to a complaint
 */
record ParameterConstraints(
        Optional<BigDecimal> minValue,
        Optional<BigDecimal> maxValue,
        Optional<Integer> minLength,
        Optional<Integer> maxLength,
        List<String> allowedValues,
        Optional<Pattern> allowedPattern,
        Optional<String> description) {

    static ParameterConstraints read(PropertyReader reader) {
        return new ParameterConstraints(
                reader.number("MinValue"),
                reader.number("MaxValue"),
                reader.integer("MinLength", 0, Integer.MAX_VALUE),
                reader.integer("MaxLength", 0, Integer.MAX_VALUE),
                reader.texts("AllowedValues"),
                reader.pattern("AllowedPattern"),
                reader.text("ConstraintDescription"));
    }

    /** What is wrong with a value of type Number; empty when nothing is. */
    Optional<String> complaintAboutNumber(String value) {
        return outOfRange(value).or(() -> notAllowed(value)).map(this::described);
    }

    /** What is wrong with a value of type String; empty when nothing is. */
    Optional<String> complaintAboutText(String value) {
        return outOfLength(value).or(() -> notAllowed(value)).map(this::described);
    }

    private Optional<String> outOfRange(String value) {
        BigDecimal number;
        try {
            number = new BigDecimal(value);
        } catch (NumberFormatException e) {
            return Optional.of("must be a number");
        }
        if (minValue.isPresent() && number.compareTo(minValue.get()) < 0) {
            return Optional.of("must be at least " + minValue.get().toPlainString());
        }
        if (maxValue.isPresent() && number.compareTo(maxValue.get()) > 0) {
            return Optional.of("must be at most " + maxValue.get().toPlainString());
        }
        return Optional.empty();
    }

    private Optional<String> outOfLength(String value) {
        if (minLength.isPresent() && value.length() < minLength.get()) {
            return Optional.of("must have at least " + minLength.get() + " characters");
        }
        if (maxLength.isPresent() && value.length() > maxLength.get()) {
            return Optional.of("must have at most " + maxLength.get() + " characters");
        }
        return Optional.empty();
    }

    private Optional<String> notAllowed(String value) {
        if (!allowedValues.isEmpty() && !allowedValues.contains(value)) {
            return Optional.of("must be one of " + String.join(", ", allowedValues));
        }
        return allowedPattern
                .filter(pattern -> !pattern.matcher(value).matches())
                .map(pattern -> "must match " + pattern);
    }

    private String described(String complaint) {
        return complaint + description.map(text -> " (" + text + ")").orElse("");
    }
}
