package wordcounter.uploads;

import wordcounter.http.PostedText;
import wordcounter.words.Words;

/**
 * How a file is cut into chunks, each of which is one event. The first attempt at a file writes it down; whoever goes on with the
 * file follows it, so that chunk 7 has the same bytes for all of them.
 *
 * @param rules which rules find the places; another number for each change of them
 * @param chunkBytes the longest chunk
 * @param chunkWords the most distinct words of a chunk, by the rough count that the rules define
 */
public record Cut(int rules, int chunkBytes, int chunkWords) {

    /** The cut of files that are begun today. What an event may hold bounds a chunk. */
    public static final Cut CURRENT = new Cut(1, PostedText.MAX_BYTES, Words.MAX_DISTINCT);

    /** The longest character of UTF-8. */
    private static final int LONGEST_CHARACTER = 4;

    public Cut {
        if (rules < 1 || chunkBytes < LONGEST_CHARACTER || chunkWords < 1) {
            throw new IllegalArgumentException("not a cut: " + rules + ", " + chunkBytes + ", " + chunkWords);
        }
    }
}
