package wordcounter.words;

/**
 * The Word_Break property of Unicode Standard Annex #29, table 3, by the Unicode version of the running JDK.
 *
 * <p>Derived from {@link Character}, since the JDK does not offer the property itself; a test compares every code point with
 * ICU4J.
 */
enum WordBreak {
    OTHER,
    CR,
    LF,
    NEWLINE,
    EXTEND,
    ZWJ,
    FORMAT,
    KATAKANA,
    HEBREW_LETTER,
    A_LETTER,
    SINGLE_QUOTE,
    DOUBLE_QUOTE,
    MID_NUM_LET,
    MID_LETTER,
    MID_NUM,
    NUMERIC,
    EXTEND_NUM_LET,
    REGIONAL_INDICATOR,
    W_SEG_SPACE;

    static WordBreak of(int codePoint) {
        return codePoint < 0x80 ? ofAscii(codePoint) : ofNonAscii(codePoint);
    }

    private static WordBreak ofAscii(int c) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return A_LETTER;
        }
        if (c >= '0' && c <= '9') {
            return NUMERIC;
        }
        return switch (c) {
            case '\r' -> CR;
            case '\n' -> LF;
            case 0x0B, 0x0C -> NEWLINE;
            case ' ' -> W_SEG_SPACE;
            case '\'' -> SINGLE_QUOTE;
            case '"' -> DOUBLE_QUOTE;
            case '.' -> MID_NUM_LET;
            case ':' -> MID_LETTER;
            case ',', ';' -> MID_NUM;
            case '_' -> EXTEND_NUM_LET;
            default -> OTHER;
        };
    }

    private static WordBreak ofNonAscii(int c) {
        return switch (c) {
            case 0x85, 0x2028, 0x2029 -> NEWLINE;
            case 0x200D -> ZWJ;
            case 0x2018, 0x2019, 0x2024, 0xFE52, 0xFF07, 0xFF0E -> MID_NUM_LET;
            case 0xB7, 0x387, 0x55F, 0x5F4, 0x2027, 0xFE13, 0xFE55, 0xFF1A -> MID_LETTER;
            case 0x37E, 0x589, 0x60C, 0x60D, 0x66C, 0x7F8, 0x2044, 0xFE50, 0xFE54, 0xFF0C, 0xFF1B -> MID_NUM;
            case 0x202F -> EXTEND_NUM_LET;
            default -> ofCategory(c);
        };
    }

    private static WordBreak ofCategory(int c) {
        if (c >= 0x1F1E6 && c <= 0x1F1FF) {
            return REGIONAL_INDICATOR;
        }
        int type = Character.getType(c);
        if (isExtend(c, type)) {
            return EXTEND;
        }
        if (isNumeric(c, type)) {
            return NUMERIC;
        }
        if (type == Character.FORMAT) {
            return c == 0x200B ? OTHER : c == 0x70F ? A_LETTER : FORMAT;
        }
        if (type == Character.CONNECTOR_PUNCTUATION) {
            return EXTEND_NUM_LET;
        }
        if (type == Character.SPACE_SEPARATOR) {
            // no-break spaces have Line_Break = Glue
            return c == 0xA0 || c == 0x2007 ? OTHER : W_SEG_SPACE;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        if (isKatakana(c, script)) {
            return KATAKANA;
        }
        if (script == Character.UnicodeScript.HEBREW && type == Character.OTHER_LETTER) {
            return HEBREW_LETTER;
        }
        return isALetter(c, script) ? A_LETTER : OTHER;
    }

    /** Grapheme_Extend, spacing marks and emoji modifiers. */
    private static boolean isExtend(int c, int type) {
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || c == 0x200C
                || c == 0xFF9E
                || c == 0xFF9F
                || (c >= 0x1F3FB && c <= 0x1F3FF)
                || (c >= 0xE0020 && c <= 0xE007F);
    }

    /** Line_Break = Numeric: decimal digits and the signs that are written before numbers. */
    private static boolean isNumeric(int c, int type) {
        return type == Character.DECIMAL_DIGIT_NUMBER
                || switch (c) {
                    case 0x600,
                            0x601,
                            0x602,
                            0x603,
                            0x604,
                            0x605,
                            0x66B,
                            0x6DD,
                            0x890,
                            0x891,
                            0x8E2,
                            0x19DA,
                            0x110BD,
                            0x110CD -> true;
                    default -> false;
                };
    }

    private static boolean isKatakana(int c, Character.UnicodeScript script) {
        return script == Character.UnicodeScript.KATAKANA
                || (c >= 0x3031 && c <= 0x3035)
                || c == 0x309B
                || c == 0x309C
                || c == 0x30A0
                || c == 0x30FC
                || c == 0xFF70;
    }

    private static boolean isALetter(int c, Character.UnicodeScript script) {
        if (isListedALetter(c)) {
            return true;
        }
        return Character.isAlphabetic(c)
                && !Character.isIdeographic(c)
                && script != Character.UnicodeScript.HIRAGANA
                && !needsDictionary(script);
    }

    /** Modifier signs and punctuation that belong to words, though they are not Alphabetic. */
    private static boolean isListedALetter(int c) {
        return (c >= 0x2C2 && c <= 0x2C5)
                || (c >= 0x2D2 && c <= 0x2D7)
                || c == 0x2DE
                || c == 0x2DF
                || (c >= 0x2E5 && c <= 0x2EB)
                || c == 0x2ED
                || (c >= 0x2EF && c <= 0x2FF)
                || (c >= 0x55A && c <= 0x55C)
                || c == 0x55E
                || c == 0x58A
                || c == 0x5F3
                || (c >= 0xA708 && c <= 0xA716)
                || c == 0xA720
                || c == 0xA721
                || c == 0xA789
                || c == 0xA78A
                || c == 0xAB5B;
    }

    /** Line_Break = Complex_Context: scripts written without spaces, whose words only a dictionary can find. */
    private static boolean needsDictionary(Character.UnicodeScript script) {
        return switch (script) {
            case THAI, LAO, MYANMAR, KHMER, TAI_LE, NEW_TAI_LUE, TAI_THAM, TAI_VIET, AHOM -> true;
            default -> false;
        };
    }
}
