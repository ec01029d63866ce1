package localrunner.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parts in their layers, with a place kept free in each layer that a link passes, so that no link runs over a part. A place is a
 * number from the number of parts on. Mutable: {@link #reduceCrossings} changes the order within the layers.
 */
final class Grid {

    private static final int SWEEPS = 24;

    /** A link through ten layers is straight by then. */
    private static final int SETTLING_SWEEPS = 120;

    /** A piece of a link, from one layer to the next. */
    private record Segment(int left, int right, int weight) {}

    private final int parts;
    private final List<List<Integer>> layers = new ArrayList<>();
    private final List<List<Integer>> ways = new ArrayList<>();
    private final List<List<Segment>> before = new ArrayList<>();
    private final List<List<Segment>> after = new ArrayList<>();
    private final int[] position;

    /**
     * @param layerOf each part's layer
     * @param links each from a layer to a later one
     */
    Grid(int[] layerOf, List<Link> links) {
        parts = layerOf.length;
        int count = IntStream.of(layerOf).max().orElse(-1) + 1;
        IntStream.range(0, count).forEach(_ -> layers.add(new ArrayList<>()));
        for (int part = 0; part < parts; part++) {
            layers.get(layerOf[part]).add(part);
            addItem();
        }
        for (Link link : links) {
            List<Integer> way = new ArrayList<>(List.of(link.from()));
            for (int layer = layerOf[link.from()] + 1; layer < layerOf[link.to()]; layer++) {
                int place = before.size();
                addItem();
                layers.get(layer).add(place);
                way.add(place);
            }
            way.add(link.to());
            for (int step = 1; step < way.size(); step++) {
                Segment segment = new Segment(way.get(step - 1), way.get(step), link.weight());
                after.get(segment.left()).add(segment);
                before.get(segment.right()).add(segment);
            }
            ways.add(way);
        }
        position = new int[before.size()];
        layers.forEach(this::number);
    }

    private void addItem() {
        before.add(new ArrayList<>());
        after.add(new ArrayList<>());
    }

    private void number(List<Integer> layer) {
        for (int index = 0; index < layer.size(); index++) {
            position[layer.get(index)] = index;
        }
    }

    /** The items of each layer, from top to bottom. */
    List<List<Integer>> layers() {
        return layers;
    }

    /** The items that each link passes, with both its ends, in the order of the links. */
    List<List<Integer>> ways() {
        return ways;
    }

    /** Whether an item is a part, and not a place kept free for a link. */
    boolean isPart(int item) {
        return item < parts;
    }

    /**
     * Orders each layer by the mean position of its neighbours, from left to right and back, then swaps neighbours as long as
     * that helps, and keeps the best order that was seen.
     */
    void reduceCrossings() {
        List<List<Integer>> best = copy();
        int fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean rightwards = sweep % 2 == 0;
            for (List<Integer> layer : rightwards ? layers : layers.reversed()) {
                sort(layer, rightwards ? before : after, rightwards);
            }
            swapNeighbours();
            int crossings = crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = copy();
            }
        }
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.set(layer, best.get(layer));
            number(best.get(layer));
        }
    }

    private List<List<Integer>> copy() {
        return layers.stream().<List<Integer>>map(ArrayList::new).toList();
    }

    private void sort(List<Integer> layer, List<List<Segment>> neighbours, boolean rightwards) {
        double[] mean = new double[before.size()];
        for (int item : layer) {
            mean[item] = neighbours.get(item).stream()
                    .mapToInt(segment -> position[rightwards ? segment.left() : segment.right()])
                    .average()
                    .orElse(position[item]);
        }
        layer.sort(Comparator.comparingDouble(item -> mean[item]));
        number(layer);
    }

    private void swapNeighbours() {
        boolean better = true;
        for (int round = 0; round < SWEEPS && better; round++) {
            better = false;
            for (List<Integer> layer : layers) {
                for (int index = 1; index < layer.size(); index++) {
                    int upper = layer.get(index - 1);
                    int lower = layer.get(index);
                    if (crossings(lower, upper) < crossings(upper, lower)) {
                        Collections.swap(layer, index - 1, index);
                        position[upper] = index;
                        position[lower] = index - 1;
                        better = true;
                    }
                }
            }
        }
    }

    /** The crossings among the links of two items of a layer when one stands above the other. */
    private int crossings(int upper, int lower) {
        int crossings = 0;
        for (Segment one : before.get(upper)) {
            for (Segment other : before.get(lower)) {
                crossings += position[one.left()] > position[other.left()] ? 1 : 0;
            }
        }
        for (Segment one : after.get(upper)) {
            for (Segment other : after.get(lower)) {
                crossings += position[one.right()] > position[other.right()] ? 1 : 0;
            }
        }
        return crossings;
    }

    /** How many pairs of links cross between two layers, in all. */
    int crossings() {
        int crossings = 0;
        for (List<Integer> layer : layers) {
            for (int upper = 0; upper < layer.size(); upper++) {
                for (int lower = upper + 1; lower < layer.size(); lower++) {
                    for (Segment one : after.get(layer.get(upper))) {
                        for (Segment other : after.get(layer.get(lower))) {
                            crossings += position[one.right()] > position[other.right()] ? 1 : 0;
                        }
                    }
                }
            }
        }
        return crossings;
    }

    /**
     * The middle of each item, from top to bottom: near the middle of its neighbours, long links straight, and nothing nearer
     * to each other than the gaps allow.
     *
     * @param heights of each item
     */
    double[] middles(double[] heights, Gaps gaps) {
        double[] middles = new double[before.size()];
        for (List<Integer> layer : layers) {
            double[] apart = apart(layer, heights, gaps);
            double height = apart.length == 0 ? 0 : apart[apart.length - 1];
            for (int index = 0; index < layer.size(); index++) {
                middles[layer.get(index)] = apart[index] - height / 2;
            }
        }
        for (int sweep = 0; sweep < SETTLING_SWEEPS; sweep++) {
            for (List<Integer> layer : sweep % 2 == 0 ? layers : layers.reversed()) {
                settle(layer, apart(layer, heights, gaps), middles);
            }
        }
        return middles;
    }

    /** How far two items of a layer are apart: two parts, a part and a link, two links. */
    record Gaps(double parts, double partAndLink, double links) {}

    /** How far below the layer's first item each item's middle is when they stand as close as they may. */
    private double[] apart(List<Integer> layer, double[] heights, Gaps gaps) {
        double[] apart = new double[layer.size()];
        for (int index = 1; index < layer.size(); index++) {
            int upper = layer.get(index - 1);
            int lower = layer.get(index);
            double gap = gaps.partAndLink();
            if (isPart(upper) == isPart(lower)) {
                gap = isPart(upper) ? gaps.parts() : gaps.links();
            }
            apart[index] = apart[index - 1] + (heights[upper] + heights[lower]) / 2 + gap;
        }
        return apart;
    }

    /**
     * Moves a layer's items to where their neighbours want them, with the least sum of squared differences that keeps order and
     * distance. Without the distances that is isotonic regression, by pooling adjacent violators.
     */
    private void settle(List<Integer> layer, double[] apart, double[] middles) {
        int count = layer.size();
        double[] mean = new double[count];
        double[] weight = new double[count];
        int[] size = new int[count];
        int blocks = 0;
        for (int index = 0; index < count; index++) {
            mean[blocks] = wanted(layer.get(index), middles) - apart[index];
            weight[blocks] = pull(layer.get(index));
            size[blocks] = 1;
            while (blocks > 0 && mean[blocks - 1] > mean[blocks]) {
                double both = weight[blocks - 1] + weight[blocks];
                mean[blocks - 1] = (mean[blocks - 1] * weight[blocks - 1] + mean[blocks] * weight[blocks]) / both;
                weight[blocks - 1] = both;
                size[blocks - 1] += size[blocks];
                blocks--;
            }
            blocks++;
        }
        int index = 0;
        for (int block = 0; block < blocks; block++) {
            for (int member = 0; member < size[block]; member++) {
                middles[layer.get(index)] = mean[block] + apart[index];
                index++;
            }
        }
    }

    private double wanted(int item, double[] middles) {
        double sum = 0;
        double weights = 0;
        for (Segment segment : before.get(item)) {
            sum += straightness(segment) * middles[segment.left()];
            weights += straightness(segment);
        }
        for (Segment segment : after.get(item)) {
            sum += straightness(segment) * middles[segment.right()];
            weights += straightness(segment);
        }
        return weights == 0 ? middles[item] : sum / weights;
    }

    private double pull(int item) {
        double pull = 1;
        for (Segment segment : before.get(item)) {
            pull += straightness(segment);
        }
        for (Segment segment : after.get(item)) {
            pull += straightness(segment);
        }
        return pull;
    }

    /** Bends show most in the middle of a long link, and least where it meets a part. */
    private double straightness(Segment segment) {
        int partsOfIt = (isPart(segment.left()) ? 1 : 0) + (isPart(segment.right()) ? 1 : 0);
        return segment.weight() * (partsOfIt == 2 ? 1 : partsOfIt == 1 ? 2 : 8);
    }
}
