package wordcounter.words;

import static wordcounter.words.UnicodeProperties.ZERO_WIDTH_JOINER;
import static wordcounter.words.UnicodeProperties.ZERO_WIDTH_NON_JOINER;
import static wordcounter.words.UnicodeProperties.ZERO_WIDTH_SPACE;
import static wordcounter.words.UnicodeProperties.isJoiner;
import static wordcounter.words.UnicodeProperties.isMark;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text in the form in which its words are counted, before they are told apart: what people read as the same is the same here.
 *
 * <p>What nothing is shown for is left out, emoji are fully qualified, and the rest is in Normalization Form C, with full case
 * folding and one kind of apostrophe. A part of such a text has itself that form, so that a word that was counted is found again.
 *
 * @param pieces the text, cut before and after each emoji
 */
record NormalText(List<Piece> pieces) {

    private static final int IOTA_SUBSCRIPT = 0x345;

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

    NormalText {
        pieces = List.copyOf(pieces);
    }

    /** One emoji, or what is between two. */
    record Piece(String text, boolean isEmoji) {}

    /** What to do with a mark after {@link MarksInARow#MAX} others. */
    enum TooManyMarks {
        REFUSE,
        LEAVE_OUT
    }

    /** @throws InvalidWordsException when there are too many marks in a row, and they are to be refused */
    static NormalText of(String text, TooManyMarks tooManyMarks) {
        if (isAscii(text)) {
            return new NormalText(List.of(new Piece(normalize(text), false)));
        }
        int[] codePoints = text.codePoints().filter(NormalText::isShownOrNeeded).toArray();
        return new Reader(codePoints, tooManyMarks).read();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isShownOrNeeded(int codePoint) {
        return !UnicodeProperties.isDefaultIgnorable(codePoint)
                || codePoint == ZERO_WIDTH_SPACE
                || codePoint == ZERO_WIDTH_NON_JOINER
                || Emoji.mayNeed(codePoint);
    }

    /** Reads code points from left to right into pieces. */
    private static final class Reader {

        private final int[] text;
        private final TooManyMarks tooManyMarks;
        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder run = new StringBuilder();
        private MarksInARow marks = new MarksInARow();

        /** The last character of the run, without its marks. */
        private int lastBase;

        private boolean viramaOnLastBase;

        private int nextBase;

        Reader(int[] text, TooManyMarks tooManyMarks) {
            this.text = text;
            this.tooManyMarks = tooManyMarks;
        }

        NormalText read() {
            int at = 0;
            while (at < text.length) {
                Optional<Emoji> emoji = Emoji.at(text, at);
                if (emoji.isPresent()) {
                    add(emoji.get());
                    at = emoji.get().end();
                } else {
                    add(at);
                    at++;
                }
            }
            endRun();
            return new NormalText(pieces);
        }

        private void add(Emoji emoji) {
            marks = new MarksInARow();
            if (emoji.isEmoji()) {
                endRun();
                pieces.add(new Piece(emoji.text(), true));
            } else {
                emoji.text().codePoints().forEach(this::append);
            }
        }

        private void add(int at) {
            int codePoint = text[at];
            if (isJoiner(codePoint)) {
                if (isNeededJoiner(at)) {
                    append(codePoint);
                }
            } else if (UnicodeProperties.isInterlinearAnnotation(codePoint)) {
                append(' ');
            } else if (!Emoji.isPart(codePoint) && !isOneMarkTooMany(codePoint)) {
                append(codePoint);
            }
        }

        private boolean isOneMarkTooMany(int codePoint) {
            boolean oneTooMany = marks.isOneTooMany(codePoint);
            if (oneTooMany && tooManyMarks == TooManyMarks.REFUSE) {
                throw InvalidWordsException.tooManyMarks();
            }
            return oneTooMany;
        }

        /**
         * Whether a joiner is between two letters of a script where it can be seen, or joins what follows a virama (Unicode
         * Standard Annex #31, section 2.3.1).
         */
        private boolean isNeededJoiner(int at) {
            return !run.isEmpty()
                    && !isJoiner(run.codePointBefore(run.length()))
                    && UnicodeProperties.isLetterWithJoiners(lastBase)
                    && ((viramaOnLastBase && text[at] == ZERO_WIDTH_JOINER)
                            || UnicodeProperties.isLetterWithJoiners(nextBase(at)));
        }

        /** The next character without its marks; 0 at the end. Each is looked for once, however many joiners are before it. */
        private int nextBase(int at) {
            nextBase = Math.max(nextBase, at);
            while (nextBase < text.length && (isJoiner(text[nextBase]) || isMarkOnBase(text[nextBase]))) {
                nextBase++;
            }
            return nextBase < text.length ? text[nextBase] : 0;
        }

        private void append(int codePoint) {
            run.appendCodePoint(codePoint);
            if (isMarkOnBase(codePoint)) {
                viramaOnLastBase |= UnicodeProperties.isVirama(codePoint);
            } else if (!isJoiner(codePoint)) {
                lastBase = codePoint;
                viramaOnLastBase = false;
            }
        }

        /** Folding makes a letter of the iota subscript. */
        private static boolean isMarkOnBase(int codePoint) {
            return isMark(codePoint) && codePoint != IOTA_SUBSCRIPT;
        }

        private void endRun() {
            if (!run.isEmpty()) {
                pieces.add(new Piece(normalize(run.toString()), false));
                run.setLength(0);
                lastBase = 0;
            }
        }
    }

    private static String normalize(String run) {
        if (isAscii(run)) {
            return run.toLowerCase(Locale.ROOT);
        }
        String folded = UCharacter.foldCase(NFC.normalize(run), true);
        return Apostrophes.unify(NFC.normalize(folded));
    }
}
