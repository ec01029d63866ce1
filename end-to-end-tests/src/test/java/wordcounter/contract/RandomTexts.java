package wordcounter.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Texts of words that collide: a few that nearly everyone says, in many spellings and scripts, and many rarer ones. How each
 * counts stands beside it by hand, so that the expected counts owe nothing to the code under test.
 */
final class RandomTexts {

    private static final List<Written> HOT = List.of(
            new Written("hello", "hello"),
            new Written("HELLO", "hello"),
            new Written("Don\u2019t", "don't"),
            new Written("na\u00efve", "na\u00efve"),
            new Written("NAI\u0308VE", "na\u00efve"),
            new Written("Stra\u00dfe", "strasse"),
            new Written("\u65e5\u672c\u8a9e\u3092", "\u65e5\u672c\u8a9e", "\u3092"),
            new Written("\u65e5\u672c", "\u65e5\u672c"),
            new Written("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
            new Written("\ud83d\udc4d", "\ud83d\udc4d"),
            new Written("New York", "new", "york"),
            new Written("well-known", "well", "known"),
            new Written("C++", "c"),
            new Written("3.14", "3.14"));
    private static final int RARE_WORDS = 300;
    private static final int MOST_WORDS_OF_A_TEXT = 25;
    private static final List<String> SEPARATORS = List.of(" ", ", ", "! ", "\n", " \u2013 ", " ... ", "\t(", ") ");

    private final Random random;

    RandomTexts(long seed) {
        random = new Random(seed);
    }

    List<Text> next(int number) {
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            texts.add(next());
        }
        return texts;
    }

    private Text next() {
        StringBuilder written = new StringBuilder();
        Map<String, Integer> counted = new TreeMap<>();
        for (int words = 1 + random.nextInt(MOST_WORDS_OF_A_TEXT); words > 0; words--) {
            Written word = word();
            written.append(word.as()).append(SEPARATORS.get(random.nextInt(SEPARATORS.size())));
            word.counts().forEach(each -> counted.merge(each, 1, Integer::sum));
        }
        return new Text(written.toString(), counted);
    }

    private Written word() {
        if (random.nextInt(3) > 0) {
            return HOT.get(random.nextInt(HOT.size()));
        }
        String rare = "rare" + random.nextInt(RARE_WORDS);
        return new Written(rare, rare);
    }

    /** @param counted its words and how often each occurs */
    record Text(String written, Map<String, Integer> counted) {
        Text {
            counted = Map.copyOf(counted);
        }
    }

    private record Written(String as, List<String> counts) {
        Written(String as, String... counts) {
            this(as, List.of(counts));
        }
    }
}
