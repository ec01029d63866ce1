package wordcounter.operator;

import java.util.List;
import wordcounter.summaries.WordTotal;

/**
 * Draws words and their counts as bars: {@code hello  ███████████  110}. The longest bar takes what is left of the width, the others are
 * in proportion, and none is empty.
 *
 * @param columns of the terminal
 */
record BarChart(int columns) {

    private static final String GAP = "  ";
    private static final int SHORTEST_BAR = 10;

    /** The most frequent one first. A word that leaves too little room is cut. */
    List<String> lines(List<WordTotal> words) {
        if (words.isEmpty()) {
            return List.of("no words yet");
        }
        long most = Math.max(1, words.getFirst().count());
        int ofCount = Long.toString(words.getFirst().count()).length();
        int ofWordAndBar = Math.max(2 * SHORTEST_BAR, columns - ofCount - 2 * GAP.length());
        int longestWord = words.stream()
                .mapToInt(word -> DisplayWidth.of(Printable.value(word.word())))
                .max()
                .orElseThrow();
        int ofWord = Math.min(longestWord, ofWordAndBar / 2);
        int ofBar = ofWordAndBar - ofWord;
        return words.stream()
                .map(word -> DisplayWidth.fit(Printable.value(word.word()), ofWord)
                        + GAP
                        + bar(Math.max(1, Math.round((double) ofBar * word.count() / most)), ofBar)
                        + GAP
                        + " ".repeat(ofCount - Long.toString(word.count()).length())
                        + word.count())
                .toList();
    }

    private static String bar(long length, int ofBar) {
        return "█".repeat((int) length) + " ".repeat(ofBar - (int) length);
    }
}
