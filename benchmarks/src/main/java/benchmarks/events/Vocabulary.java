package benchmarks.events;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws words by Zipf's law: the word of rank n is drawn n times less often than the first one.
 *
 * <p>20,000 words are about what a person uses. Thread-safe.
 */
public final class Vocabulary {

    private final double[] cumulated;

    /** @param words how many there are */
    public Vocabulary(int words) {
        cumulated = new double[words];
        double sum = 0;
        for (int rank = 0; rank < words; rank++) {
            sum += 1.0 / (rank + 1);
            cumulated[rank] = sum;
        }
    }

    /** One word. */
    public String draw(RandomGenerator random) {
        double point = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, point);
        return word(found >= 0 ? found : -found - 1);
    }

    /** This many words, no two of them the same. */
    public Set<String> drawDistinct(int words, RandomGenerator random) {
        Set<String> drawn = new LinkedHashSet<>();
        while (drawn.size() < words) {
            drawn.add(draw(random));
        }
        return drawn;
    }

    /** Syllables, five or more letters in all. */
    private static String word(int rank) {
        StringBuilder word = new StringBuilder();
        int rest = rank;
        do {
            word.append("bdfgklmnprst".charAt(rest % 12)).append("aeiou".charAt(rest / 12 % 5));
            rest /= 60;
        } while (rest > 0 || word.length() < 6);
        return word.toString();
    }
}
