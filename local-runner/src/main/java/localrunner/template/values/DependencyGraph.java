package localrunner.template.values;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;

/**
 * Finds circles among resources: each edge is a Ref, GetAtt, Sub or DependsOn, or an event of type Api. CloudFormation
 * refuses a template with a circle, and so does the runner. Not thread-safe.
 */
public final class DependencyGraph {

    private final Map<String, Map<String, Position>> needs = new LinkedHashMap<>();

    /** @param at where the first resource names the one it needs */
    public void add(String resource, String needed, Position at) {
        needs.computeIfAbsent(resource, _ -> new LinkedHashMap<>()).putIfAbsent(needed, at);
    }

    /** Reports every circle once, where its first reference stands. */
    public void reportCircles(Problems problems) {
        Set<String> done = new HashSet<>();
        for (String resource : List.copyOf(needs.keySet())) {
            visit(resource, new ArrayList<>(), done, problems);
        }
    }

    private void visit(String resource, List<String> path, Set<String> done, Problems problems) {
        int start = path.indexOf(resource);
        if (start >= 0) {
            List<String> circle = new ArrayList<>(path.subList(start, path.size()));
            // A circle is told from the same resource on, whichever of its resources is met first.
            Collections.rotate(circle, -circle.indexOf(Collections.min(circle)));
            circle.add(circle.getFirst());
            problems.add(
                    needs.getOrDefault(circle.get(0), Map.of()).getOrDefault(circle.get(1), Position.NOWHERE),
                    "circular dependency: " + String.join(" -> ", circle));
            return;
        }
        if (done.contains(resource)) {
            return;
        }
        path.add(resource);
        for (String needed : needs.getOrDefault(resource, Map.of()).keySet()) {
            visit(needed, path, done, problems);
        }
        path.removeLast();
        done.add(resource);
    }
}
