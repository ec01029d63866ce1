package localrunner.template.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a template, with the place where it stands. Immutable. */
public sealed interface Value {

    Position at();

    /** What this kind of value is called in a message. */
    String kind();

    /** Text, number or boolean: CloudFormation converts between them, so the text as written is enough. */
    record Scalar(Position at, String text) implements Value {
        @Override
        public String kind() {
            return "the value '" + text + "'";
        }
    }

    record Sequence(Position at, List<Value> items) implements Value {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(Position at, Map<String, Entry> entries) implements Value {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public static Mapping empty(Position at) {
            return new Mapping(at, Map.of());
        }

        public Optional<Value> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        @Override
        public String kind() {
            return "a map";
        }
    }

    /**
     * A key's value.
     *
     * @param at the key's place; the value may start further down
     */
    record Entry(Position at, Value value) {}

    /**
     * An intrinsic function that is not resolved yet.
     *
     * @param function long form, such as {@code Fn::Join}
     */
    record Intrinsic(Position at, String function, Value argument) implements Value {
        @Override
        public String kind() {
            return "the intrinsic function " + function;
        }
    }

    /** {@code AWS::NoValue}: a property or item that counts as not written. */
    record NoValue(Position at) implements Value {
        @Override
        public String kind() {
            return "AWS::NoValue";
        }
    }

    /** Stands for what could not be read. The problem is reported already, so whoever meets this reports nothing. */
    record Broken(Position at) implements Value {
        @Override
        public String kind() {
            return "a broken value";
        }
    }
}
