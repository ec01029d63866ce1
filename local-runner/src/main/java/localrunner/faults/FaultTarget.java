package localrunner.faults;

import java.util.List;
import java.util.Locale;

/**
 * A resource of the application whose calls can go wrong on purpose.
 *
 * @param name as the service knows it
 */
record FaultTarget(String logicalId, Type type, String name, String arn) {

    /** What kind of resource it is, and what can be done to one. */
    enum Type {
        FUNCTION,
        TABLE,
        TOPIC,
        QUEUE;

        /** The names of the faults that it can have. */
        List<String> faults() {
            return this == FUNCTION ? Fault.NAMES : List.of(Fault.DELAY, Fault.ERROR, Fault.THROTTLE);
        }

        /** In lower case, such as {@code table}. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether somebody who writes this means it: logical id, name, or logical id without the word for its type. */
    boolean isCalled(String text) {
        String label = type.label();
        boolean named = text.equals(logicalId) || text.equals(name);
        return named
                || (logicalId.length() == text.length() + label.length()
                        && logicalId.startsWith(text)
                        && logicalId.toLowerCase(Locale.ROOT).endsWith(label));
    }

    /** Whether an ARN is the target's, or that of an index of it. */
    boolean owns(String resourceArn) {
        return resourceArn.equals(arn) || (type == Type.TABLE && resourceArn.startsWith(arn + "/index/"));
    }
}
