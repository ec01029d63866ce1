package wordcounter.runtime;

import java.util.Map;
import java.util.Optional;

/**
 * Reads the environment variables of a function. A missing or bad one stops its start, with a message that names it.
 */
public record Environment(Map<String, String> variables) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    public String required(String name) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("environment variable " + name + " is not set; template.yaml sets it");
        }
        return value;
    }

    /** The variable as a whole number from {@code min} to {@code max}. */
    public int requiredInt(String name, int min, int max) {
        String value = required(name);
        String expected = "environment variable " + name + " is not a whole number from " + min + " to " + max + ": ";
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalStateException(expected + value, e);
        }
        throw new IllegalStateException(expected + value);
    }
}
