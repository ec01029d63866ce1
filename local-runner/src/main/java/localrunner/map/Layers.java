package localrunner.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Gives each part a layer, so that all links lead to a later one. */
final class Layers {

    private Layers() {}

    /**
     * The same links in the same order, some of them reversed, so that none leads in a circle. Where a circle has to be broken,
     * the lightest link is reversed, and of equal ones the last.
     */
    static List<Link> withoutCircles(int parts, List<Link> links) {
        List<Integer> byWeight = IntStream.range(0, links.size())
                .boxed()
                .sorted(Comparator.comparingInt(index -> -links.get(index).weight()))
                .toList();
        List<Link> forward = new ArrayList<>(links);
        List<List<Integer>> following = lists(parts);
        for (int index : byWeight) {
            Link link = links.get(index);
            Link placed = reaches(following, link.to(), link.from()) ? link.reversed() : link;
            following.get(placed.from()).add(placed.to());
            forward.set(index, placed);
        }
        return forward;
    }

    private static boolean reaches(List<List<Integer>> following, int from, int to) {
        boolean[] seen = new boolean[following.size()];
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            int part = open.pop();
            if (part == to) {
                return true;
            }
            if (!seen[part]) {
                seen[part] = true;
                following.get(part).forEach(open::push);
            }
        }
        return false;
    }

    /**
     * The layer of each part, from 0 on: as far to the left as its links allow. A part that nothing leads to stands before the
     * first part that it leads to, unless it is an entry, which stands in the first layer.
     *
     * @param links without circles
     * @param entries where events come into the application
     */
    static int[] of(int parts, List<Link> links, Set<Integer> entries) {
        List<List<Integer>> following = lists(parts);
        int[] waitsFor = new int[parts];
        for (Link link : links) {
            following.get(link.from()).add(link.to());
            waitsFor[link.to()]++;
        }
        boolean[] first = new boolean[parts];
        int[] layers = new int[parts];
        Deque<Integer> open = new ArrayDeque<>();
        for (int part = 0; part < parts; part++) {
            first[part] = waitsFor[part] == 0;
            if (first[part]) {
                open.add(part);
            }
        }
        while (!open.isEmpty()) {
            int part = open.remove();
            for (int next : following.get(part)) {
                layers[next] = Math.max(layers[next], layers[part] + 1);
                waitsFor[next]--;
                if (waitsFor[next] == 0) {
                    open.add(next);
                }
            }
        }
        for (int part = 0; part < parts; part++) {
            if (first[part] && !entries.contains(part)) {
                layers[part] = following.get(part).stream()
                                .mapToInt(next -> layers[next])
                                .min()
                                .orElse(1)
                        - 1;
            }
        }
        return withoutGaps(layers);
    }

    private static int[] withoutGaps(int[] layers) {
        int[] used = Arrays.stream(layers).distinct().sorted().toArray();
        return Arrays.stream(layers)
                .map(layer -> Arrays.binarySearch(used, layer))
                .toArray();
    }

    private static List<List<Integer>> lists(int count) {
        return IntStream.range(0, count)
                .<List<Integer>>mapToObj(_ -> new ArrayList<>())
                .toList();
    }
}
