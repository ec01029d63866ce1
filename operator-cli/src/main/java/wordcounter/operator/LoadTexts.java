package wordcounter.operator;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the texts of a load. No word of theirs is one of a language, so that it can be told from what people wrote. A text has no word
 * twice.
 */
final class LoadTexts {

    private static final String PREFIX = "load";

    private LoadTexts() {}

    /**
     * Texts of the words {@code load1}, {@code load2} ..., by Zipf's law: the word of rank n comes about n times less often than the
     * first one.
     *
     * @param words of a text
     * @param vocabulary how many different ones there are, as many as a text has at least
     */
    static Supplier<String> ofVocabulary(int words, int vocabulary, RandomGenerator random) {
        return () -> {
            Set<Integer> ranks = new LinkedHashSet<>();
            while (ranks.size() < words) {
                int rank = drawRank(vocabulary, random);
                while (!ranks.add(rank)) {
                    rank = rank % vocabulary + 1;
                }
            }
            return ranks.stream().map(rank -> PREFIX + rank).collect(Collectors.joining(" "));
        };
    }

    /** A rank from 1 on: its logarithm is equally distributed. */
    private static int drawRank(int vocabulary, RandomGenerator random) {
        double drawn = Math.exp(random.nextDouble() * Math.log(vocabulary + 1.0));
        return Math.clamp((int) drawn, 1, vocabulary);
    }

    /**
     * Texts of words each of which comes once and never before, {@code load3f2a9c1bn17} for instance.
     *
     * @param words of a text
     * @param run tells this load's words from those of another load, in letters and digits
     */
    static Supplier<String> ofNewWords(int words, String run) {
        int[] made = {0};
        return () -> IntStream.range(0, words)
                .mapToObj(_ -> PREFIX + run + "n" + ++made[0])
                .collect(Collectors.joining(" "));
    }
}
