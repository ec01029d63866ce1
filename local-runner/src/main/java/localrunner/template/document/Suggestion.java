package localrunner.template.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds what somebody probably meant to write, when one name is clearly the closest. */
public final class Suggestion {

    private Suggestion() {}

    /** The end of a message: "; did you mean X? Supported: A, B, X", without the question when no name is close. */
    public static String among(String written, String label, Collection<String> known) {
        String list = known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
        return closest(written, known)
                .map(name -> "; did you mean " + name + "? " + label + ": " + list)
                .orElse("; " + label.toLowerCase(Locale.ROOT) + ": " + list);
    }

    /** The one name that is closest to what was written; empty when none is close, or several are. */
    public static Optional<String> closest(String written, Collection<String> known) {
        // A short word with one letter changed is another word: SNS is not SQS misspelt.
        int tolerated = written.length() < 4 ? 0 : Math.max(1, written.length() / 3);
        String lowerCase = written.toLowerCase(Locale.ROOT);
        Map<Integer, List<String>> byDistance = known.stream()
                .collect(Collectors.groupingBy(name -> distance(lowerCase, name.toLowerCase(Locale.ROOT))));
        return byDistance.keySet().stream()
                .min(Comparator.naturalOrder())
                .filter(distance -> distance <= tolerated)
                .map(distance -> byDistance.getOrDefault(distance, List.of()))
                .filter(names -> names.size() == 1)
                .map(List::getFirst);
    }

    /** Levenshtein distance in which two swapped neighbours count once. */
    private static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int substituted = cost[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(substituted, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[left.length()][right.length()];
    }
}
