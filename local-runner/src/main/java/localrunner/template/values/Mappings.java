package localrunner.template.values;

import java.util.Map;
import java.util.Optional;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;
import localrunner.template.document.Suggestion;
import localrunner.template.document.Value;

/** The section Mappings: two levels of keys, then text or a list of texts. */
public final class Mappings {

    private final Map<String, Value.Entry> section;
    private final Problems problems;

    public Mappings(Map<String, Value.Entry> section, Problems problems) {
        this.section = section;
        this.problems = problems;
        section.forEach((_, map) -> checkMap(map));
    }

    private void checkMap(Value.Entry map) {
        for (Value.Entry level : entries(map).values()) {
            entries(level).forEach((_, leaf) -> {
                if (!(leaf.value() instanceof Value.Scalar
                        || leaf.value() instanceof Value.Sequence
                        || leaf.value() instanceof Value.Broken)) {
                    problems.add(
                            leaf.at(),
                            "expected text or a list, found " + leaf.value().kind());
                }
            });
        }
    }

    private Map<String, Value.Entry> entries(Value.Entry entry) {
        return switch (entry.value()) {
            case Value.Mapping mapping -> mapping.entries();
            case Value.Broken _ -> Map.of();
            case Value other -> {
                problems.add(entry.at(), "expected a map, found " + other.kind());
                yield Map.of();
            }
        };
    }

    /**
     * What {@code Fn::FindInMap} gives, as a value of the place where it is used.
     *
     * @param branch in one that is left out a key may be missing, since the condition may be there for just that
     *     reason; a map that does not exist is a problem in both
     */
    Value find(String map, String topKey, String secondKey, Position at, Branch branch) {
        Value.Entry found = section.get(map);
        if (found == null) {
            problems.add(at, "there is no mapping " + map + Suggestion.among(map, "Known", section.keySet()));
            return new Value.Broken(at);
        }
        return step(found, topKey, map, at, branch)
                .flatMap(level -> step(level, secondKey, map + "." + topKey, at, branch))
                .map(leaf -> moved(leaf.value(), at))
                .orElse(new Value.Broken(at));
    }

    private Optional<Value.Entry> step(Value.Entry level, String key, String path, Position at, Branch branch) {
        if (!(level.value() instanceof Value.Mapping mapping)) {
            return Optional.empty();
        }
        Value.Entry next = mapping.entries().get(key);
        if (next == null && branch == Branch.TAKEN) {
            problems.add(
                    at,
                    "the mapping " + path + " has no key " + key
                            + Suggestion.among(key, "Known", mapping.entries().keySet()));
        }
        return Optional.ofNullable(next);
    }

    private static Value moved(Value value, Position at) {
        return switch (value) {
            case Value.Scalar scalar -> new Value.Scalar(at, scalar.text());
            case Value.Sequence list ->
                new Value.Sequence(
                        at, list.items().stream().map(item -> moved(item, at)).toList());
            default -> new Value.Broken(at);
        };
    }
}
