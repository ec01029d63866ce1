package localrunner.template.values;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Knows what {@code Ref} and {@code Fn::GetAtt} give for each name, of resources in the template and of those that SAM
 * generates. Not thread-safe.
 */
public final class References {

    /** Reads one name or attribute; empty when the property that it comes from is broken, which is reported by then. */
    @FunctionalInterface
    public interface Reading {

        Optional<String> read(Resolver resolver);

        static Reading of(String text) {
            return _ -> Optional.of(text);
        }

        default Reading map(UnaryOperator<String> change) {
            return resolver -> read(resolver).map(change);
        }
    }

    /**
     * What a name stands for.
     *
     * @param owner the logical id of the template's resource; SAM generates from it what has another name
     * @param type as messages name it
     * @param condition of the owner
     * @param attributes empty for a type that nobody knows. That is reported by then, so no attribute is wrong
     */
    public record Target(
            String owner,
            String type,
            Optional<String> condition,
            Reading ref,
            Optional<Map<String, Reading>> attributes) {}

    private final Map<String, Target> targets = new LinkedHashMap<>();

    /** Adds a resource of the template. */
    public void add(Target target) {
        targets.put(target.owner(), target);
    }

    /**
     * Adds what SAM generates. A resource of the template with that logical id would make SAM's transform fail; here
     * the template's resource is kept.
     */
    public void addGenerated(String name, Target target) {
        targets.putIfAbsent(name, target);
    }

    boolean has(String name) {
        return targets.containsKey(name);
    }

    /** The names of the template's own resources. */
    Set<String> logicalIds() {
        Set<String> logicalIds = new TreeSet<>(targets.keySet());
        logicalIds.removeIf(name -> !target(name).owner().equals(name));
        return logicalIds;
    }

    /** The names of the template's own resources of that type. */
    Set<String> logicalIdsOfType(String type) {
        Set<String> logicalIds = logicalIds();
        logicalIds.removeIf(name -> !target(name).type().equals(type));
        return logicalIds;
    }

    /** @throws IllegalArgumentException when there is no such name */
    Target target(String name) {
        Target target = targets.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no such resource: " + name);
        }
        return target;
    }

    Set<String> attributes(String name) {
        return target(name).attributes().map(Map::keySet).orElse(Set.of());
    }

    boolean hasAttribute(String name, String attribute) {
        return target(name)
                .attributes()
                .map(attributes -> attributes.containsKey(attribute))
                .orElse(true);
    }

    Optional<String> attribute(String name, String attribute, Resolver resolver) {
        return target(name)
                .attributes()
                .flatMap(attributes -> Optional.ofNullable(attributes.get(attribute)))
                .flatMap(found -> found.read(resolver));
    }
}
