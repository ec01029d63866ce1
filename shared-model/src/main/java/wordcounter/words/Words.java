package wordcounter.words;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.runtime.Sha256;

/**
 * Words and how often each occurs, in the order of their UTF-16 code units, which is the same wherever it is made.
 *
 * <p>Never empty; at most {@link #MAX_DISTINCT} words of at most {@link #MAX_CODE_POINTS} code points each.
 */
public record Words(SortedMap<String, Integer> occurrences) {

    public static final int MAX_DISTINCT = 1_000;
    public static final int MAX_CODE_POINTS = 64;

    /** The emoji #️⃣, the one word with a '#' in it. */
    private static final String HASH_KEYCAP = "#\uFE0F\u20E3";

    public Words {
        occurrences = Collections.unmodifiableSortedMap(new TreeMap<>(occurrences));
        if (occurrences.isEmpty()) {
            throw InvalidWordsException.noWord();
        }
        if (occurrences.size() > MAX_DISTINCT) {
            throw InvalidWordsException.tooManyDistinct(occurrences.size());
        }
        occurrences.forEach((word, count) -> {
            if (word.isEmpty() || !isShortEnough(word)) {
                throw InvalidWordsException.tooLong(word);
            }
            if (!word.equals(HASH_KEYCAP) && word.codePoints().anyMatch(Words::separates)) {
                throw new IllegalArgumentException("a word holds neither white space nor a control character nor '#'");
            }
            if (count < 1) {
                throw new IllegalArgumentException("a word occurs at least once, not " + count + " times");
            }
        });
    }

    static boolean isShortEnough(String word) {
        return word.codePointCount(0, word.length()) <= MAX_CODE_POINTS;
    }

    /** What is between words, or has a meaning in a key or a fingerprint. */
    private static boolean separates(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || codePoint == '#';
    }

    public static Words of(Map<String, Integer> occurrences) {
        return new Words(new TreeMap<>(occurrences));
    }

    public int distinct() {
        return occurrences.size();
    }

    public int total() {
        return occurrences.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** SHA-256 over each word and its count, in hexadecimal: equal for equal words only. */
    public String fingerprint() {
        Sha256 sha256 = new Sha256();
        // a word holds neither a space nor a line feed, so no two sets of words read the same
        occurrences.forEach((word, count) -> sha256.update(word + " " + count + "\n"));
        return sha256.hex();
    }

    /** The words in chunks of at most that many distinct words, in order. */
    public List<Map<String, Integer>> chunks(int size) {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(occurrences.entrySet());
        List<Map<String, Integer>> chunks = new ArrayList<>();
        for (int start = 0; start < entries.size(); start += size) {
            SortedMap<String, Integer> chunk = new TreeMap<>();
            entries.subList(start, Math.min(start + size, entries.size()))
                    .forEach(entry -> chunk.put(entry.getKey(), entry.getValue()));
            chunks.add(chunk);
        }
        return chunks;
    }
}
