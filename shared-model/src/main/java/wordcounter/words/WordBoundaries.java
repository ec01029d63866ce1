package wordcounter.words;

import java.util.ArrayList;
import java.util.List;

/** The default word boundaries of Unicode Standard Annex #29, section 4.1; the rules' names are the annex's. */
final class WordBoundaries {

    private WordBoundaries() {}

    /** The segments between the boundaries: joined, they are the text. */
    static List<String> segments(String text) {
        int[] codePoints = text.codePoints().toArray();
        WordBreak[] breaks = new WordBreak[codePoints.length];
        for (int i = 0; i < codePoints.length; i++) {
            breaks[i] = WordBreak.of(codePoints[i]);
        }
        List<String> segments = new ArrayList<>();
        int start = 0;
        Context before = Context.START_OF_TEXT;
        for (int i = 0; i < codePoints.length; i++) {
            if (i > start && isBoundary(codePoints, breaks, i, before)) {
                segments.add(new String(codePoints, start, i - start));
                start = i;
            }
            before = before.followedBy(breaks[i]);
        }
        if (start < codePoints.length) {
            segments.add(new String(codePoints, start, codePoints.length - start));
        }
        return segments;
    }

    private static boolean isBoundary(int[] codePoints, WordBreak[] breaks, int at, Context before) {
        WordBreak next = breaks[at];
        WordBreak raw = before.raw();
        if (raw == WordBreak.CR && next == WordBreak.LF) {
            return false; // WB3
        }
        if (isLineBreak(raw) || isLineBreak(next)) {
            return true; // WB3a, WB3b
        }
        if (raw == WordBreak.ZWJ && Character.isExtendedPictographic(codePoints[at])) {
            return false; // WB3c
        }
        if (raw == WordBreak.W_SEG_SPACE && next == WordBreak.W_SEG_SPACE) {
            return false; // WB3d
        }
        if (isIgnored(next)) {
            return false; // WB4
        }
        WordBreak last = before.last();
        WordBreak secondLast = before.secondLast();
        if (isLetter(last)) {
            if (isLetter(next) || next == WordBreak.NUMERIC || next == WordBreak.EXTEND_NUM_LET) {
                return false; // WB5, WB9, WB13a
            }
            if ((next == WordBreak.MID_LETTER || isMidNumLetOrQuote(next)) && isLetter(following(breaks, at))) {
                return false; // WB6
            }
        }
        if ((last == WordBreak.MID_LETTER || isMidNumLetOrQuote(last)) && isLetter(secondLast) && isLetter(next)) {
            return false; // WB7
        }
        if (last == WordBreak.HEBREW_LETTER) {
            if (next == WordBreak.SINGLE_QUOTE) {
                return false; // WB7a
            }
            if (next == WordBreak.DOUBLE_QUOTE && following(breaks, at) == WordBreak.HEBREW_LETTER) {
                return false; // WB7b
            }
        }
        if (last == WordBreak.DOUBLE_QUOTE
                && secondLast == WordBreak.HEBREW_LETTER
                && next == WordBreak.HEBREW_LETTER) {
            return false; // WB7c
        }
        if (last == WordBreak.NUMERIC) {
            if (next == WordBreak.NUMERIC || isLetter(next) || next == WordBreak.EXTEND_NUM_LET) {
                return false; // WB8, WB10, WB13a
            }
            if ((next == WordBreak.MID_NUM || isMidNumLetOrQuote(next)) && following(breaks, at) == WordBreak.NUMERIC) {
                return false; // WB12
            }
        }
        if ((last == WordBreak.MID_NUM || isMidNumLetOrQuote(last))
                && secondLast == WordBreak.NUMERIC
                && next == WordBreak.NUMERIC) {
            return false; // WB11
        }
        if (last == WordBreak.KATAKANA && (next == WordBreak.KATAKANA || next == WordBreak.EXTEND_NUM_LET)) {
            return false; // WB13, WB13a
        }
        if (last == WordBreak.EXTEND_NUM_LET
                && (isLetter(next)
                        || next == WordBreak.NUMERIC
                        || next == WordBreak.KATAKANA
                        || next == WordBreak.EXTEND_NUM_LET)) {
            return false; // WB13a, WB13b
        }
        // WB15, WB16: flags are pairs; otherwise WB999
        return !(next == WordBreak.REGIONAL_INDICATOR && before.oddRegionalIndicators());
    }

    /** The next code point's property, as WB4 sees it. */
    private static WordBreak following(WordBreak[] breaks, int at) {
        for (int i = at + 1; i < breaks.length; i++) {
            if (!isIgnored(breaks[i])) {
                return breaks[i];
            }
        }
        return WordBreak.OTHER;
    }

    private static boolean isLineBreak(WordBreak wordBreak) {
        return wordBreak == WordBreak.CR || wordBreak == WordBreak.LF || wordBreak == WordBreak.NEWLINE;
    }

    private static boolean isIgnored(WordBreak wordBreak) {
        return wordBreak == WordBreak.EXTEND || wordBreak == WordBreak.FORMAT || wordBreak == WordBreak.ZWJ;
    }

    private static boolean isLetter(WordBreak wordBreak) {
        return wordBreak == WordBreak.A_LETTER || wordBreak == WordBreak.HEBREW_LETTER;
    }

    private static boolean isMidNumLetOrQuote(WordBreak wordBreak) {
        return wordBreak == WordBreak.MID_NUM_LET || wordBreak == WordBreak.SINGLE_QUOTE;
    }

    /**
     * What stands before a position.
     *
     * @param raw the property of the code point just before
     * @param last the same, but not of one that WB4 ignores
     * @param secondLast the one before {@code last}, in the same way
     */
    private record Context(WordBreak raw, WordBreak last, WordBreak secondLast, boolean oddRegionalIndicators) {

        static final Context START_OF_TEXT = new Context(WordBreak.LF, WordBreak.OTHER, WordBreak.OTHER, false);

        Context followedBy(WordBreak next) {
            if (isIgnored(next) && !isLineBreak(raw)) {
                return new Context(next, last, secondLast, oddRegionalIndicators);
            }
            boolean odd = next == WordBreak.REGIONAL_INDICATOR && !oddRegionalIndicators;
            return new Context(next, next, last, odd);
        }
    }
}
