package wordcounter.uploaded;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import wordcounter.uploads.Cut;

/**
 * Finds the place where a file is cut next: at the end of the last line that fits. A line that does not fit is cut behind white space;
 * one without any behind a Chinese or Japanese full stop, comma or bracket; and one without those between two characters.
 *
 * <p>What fits is bounded by bytes and by a rough count of distinct words, so that an event holds all of a chunk's words. Roughly, a
 * word is a run of letters and digits of the scripts that are written with spaces; every other character that is no punctuation is one
 * by itself, as a Chinese character or an emoji may be.
 *
 * <p>These are the rules 1. They name code points by number, and know neither Unicode's tables nor ICU, either of which may be another
 * version in the next deployment: a file that was begun is cut further as it was begun. Whoever changes the rules gives them another
 * number, and keeps these for as long as the ledger remembers. Not thread-safe.
 */
final class Cutter {

    /** The rules that are written here. */
    static final int RULES = 1;

    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** FNV-1a, by code points. */
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;

    private static final long FNV_PRIME = 0x100000001b3L;

    private final Cut cut;
    private final Set<Long> runs = new HashSet<>();

    /**
     * What is cut off next.
     *
     * @param bytes how many
     * @param isInLine whether the cut is not at a line's end, since the line is too long
     */
    record Piece(int bytes, boolean isInLine) {}

    /** @throws IllegalStateException when the file was begun by rules that are not known here */
    Cutter(Cut cut) {
        if (cut.rules() != RULES) {
            throw new IllegalStateException("the file is cut by rules " + cut.rules() + ", and these are the rules "
                    + RULES + ": a version of uploaded-words-fn that knows them has to count it");
        }
        this.cut = cut;
    }

    /**
     * Finds the next place.
     *
     * @param ahead what comes next in the file: more bytes than the longest chunk has, or all that are left; at least one. Its position
     *     stays
     */
    Piece next(ByteBuffer ahead) {
        runs.clear();
        int from = ahead.position();
        int limit = Math.min(ahead.limit(), from + cut.chunkBytes());
        int lineEnd = from; // behind the last one
        int space = from; // behind the last one
        int stop = from; // behind the last one
        int character = from; // in front of the last one
        int singles = 0;
        int runStart = -1; // not in a run
        long hash = 0;
        int at = from;
        int previous = 0;
        while (at < limit) {
            int codePoint = codePoint(ahead, at);
            int next = at + length(ahead.get(at));
            if (next > limit) {
                break; // it does not fit
            }
            boolean isLetter = isLetter(codePoint);
            if (!isLetter && runStart >= 0) {
                if (isOneTooMany(hash, singles)) {
                    return piece(from, lineEnd, space, stop, runStart);
                }
                runStart = -1;
            }
            if (isCharacterStart(codePoint, previous)) {
                character = at;
            }
            if (isLetter) {
                if (runStart < 0) {
                    runStart = at;
                    hash = FNV_OFFSET;
                }
                hash = (hash ^ lowerCase(codePoint)) * FNV_PRIME;
            } else if (codePoint == '\n') {
                lineEnd = next;
            } else if (isSpace(codePoint)) {
                space = next;
            } else if (isStop(codePoint)) {
                stop = next;
            } else if (!isPunctuation(codePoint) && !isMark(codePoint)) {
                singles++;
                if (runs.size() + singles > cut.chunkWords()) {
                    return piece(from, lineEnd, space, stop, character > from ? character : at);
                }
            }
            previous = codePoint;
            at = next;
        }
        if (runStart >= 0 && isOneTooMany(hash, singles)) {
            return piece(from, lineEnd, space, stop, runStart);
        }
        return at == ahead.limit()
                ? new Piece(at - from, false)
                : piece(from, lineEnd, space, stop, character > from ? character : at);
    }

    /** A run has ended: it is counted, unless it is the one that no longer fits. */
    private boolean isOneTooMany(long hash, int singles) {
        return runs.add(hash) && runs.size() + singles > cut.chunkWords();
    }

    private static Piece piece(int from, int lineEnd, int space, int stop, int character) {
        if (lineEnd > from) {
            return new Piece(lineEnd - from, false);
        }
        int end = space > from ? space : stop > from ? stop : character;
        return new Piece(end - from, true);
    }

    /** A character is what readers take for one: no mark, and nothing that a joiner adds, begins another. */
    private static boolean isCharacterStart(int codePoint, int previous) {
        return previous != ZERO_WIDTH_JOINER && !isMark(codePoint);
    }

    private static boolean isMark(int codePoint) {
        return codePoint == ZERO_WIDTH_JOINER
                || isIn(codePoint, 0x300, 0x36F)
                || isIn(codePoint, 0xE31, 0xE31)
                || isIn(codePoint, 0xE34, 0xE3A)
                || isIn(codePoint, 0xE47, 0xE4E)
                || isIn(codePoint, 0x20D0, 0x20F0)
                || isIn(codePoint, 0x3099, 0x309A)
                || isIn(codePoint, 0xFE00, 0xFE0F)
                || isIn(codePoint, 0x1F3FB, 0x1F3FF);
    }

    private static boolean isLetter(int codePoint) {
        return isIn(codePoint, '0', '9')
                || isIn(codePoint, 'A', 'Z')
                || isIn(codePoint, 'a', 'z')
                || isIn(codePoint, 0xC0, 0xDFF) // from Latin to Sinhala
                || isIn(codePoint, 0x10A0, 0x13FF) // Georgian, Hangul, Ethiopic, Cherokee
                || isIn(codePoint, 0x1E00, 0x1FFF) // more Latin and Greek
                || isIn(codePoint, 0xAC00, 0xD7A3); // Hangul
    }

    private static boolean isSpace(int codePoint) {
        return codePoint <= ' '
                || codePoint == 0x7F
                || codePoint == 0x85
                || codePoint == 0xA0
                || codePoint == 0x1680
                || isIn(codePoint, 0x2000, 0x200A)
                || isIn(codePoint, 0x2028, 0x2029)
                || codePoint == 0x202F
                || codePoint == 0x205F
                || codePoint == 0x3000;
    }

    /** Chinese and Japanese punctuation, between two words in any case. */
    private static boolean isStop(int codePoint) {
        return isIn(codePoint, 0x3001, 0x3003)
                || isIn(codePoint, 0x3008, 0x3011)
                || isIn(codePoint, 0x3014, 0x301F)
                || codePoint == 0xFF01
                || codePoint == 0xFF0C
                || codePoint == 0xFF1F;
    }

    /** What is no word by itself. */
    private static boolean isPunctuation(int codePoint) {
        return codePoint < 0x80 || isIn(codePoint, 0x2010, 0x2027) || isIn(codePoint, 0x2030, 0x203B);
    }

    private static int lowerCase(int codePoint) {
        return isIn(codePoint, 'A', 'Z') ? codePoint + ('a' - 'A') : codePoint;
    }

    private static boolean isIn(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }

    /** Of the character that the byte begins (RFC 3629, section 3). */
    private static int length(byte first) {
        int bits = first & 0xFF;
        return bits < 0xC0 ? 1 : bits < 0xE0 ? 2 : bits < 0xF0 ? 3 : 4;
    }

    /** The code point at that place; a byte that is cut off counts as 0, and the character does not fit then. */
    private static int codePoint(ByteBuffer bytes, int at) {
        int first = bytes.get(at) & 0xFF;
        int length = length((byte) first);
        int codePoint = length == 1 ? first : first & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int next = at + i < bytes.limit() ? bytes.get(at + i) & 0x3F : 0;
            codePoint = codePoint << 6 | next;
        }
        return codePoint;
    }
}
