package wordcounter.words;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.IndicSyllabicCategory;
import com.ibm.icu.lang.UCharacter.JoiningType;
import com.ibm.icu.lang.UCharacter.LineBreak;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;

/** Which code points are letters, marks, invisible and so on, by the properties of the Unicode Character Database. */
final class UnicodeProperties {

    static final int ZERO_WIDTH_SPACE = 0x200B;
    static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    static final int ZERO_WIDTH_JOINER = 0x200D;

    private static final int FIRST_DEFAULT_IGNORABLE = 0xAD;
    private static final int FIRST_MARK = 0x300;

    private UnicodeProperties() {}

    /**
     * Whether nothing is shown for it (Default_Ignorable_Code_Point): soft hyphens, direction marks, fillers, joiners, variation
     * selectors and others.
     */
    static boolean isDefaultIgnorable(int codePoint) {
        return codePoint >= FIRST_DEFAULT_IGNORABLE
                && UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    }

    /** Whether it stands between a text and its annotation. Nothing is shown for it, though it is not default ignorable. */
    static boolean isInterlinearAnnotation(int codePoint) {
        return codePoint >= 0xFFF9 && codePoint <= 0xFFFB;
    }

    static boolean isJoiner(int codePoint) {
        return codePoint == ZERO_WIDTH_JOINER || codePoint == ZERO_WIDTH_NON_JOINER;
    }

    /** Whether a segment that has it is a word: a letter or a decimal digit. */
    static boolean isLetterOrDigit(int codePoint) {
        return isLetter(codePoint) || UCharacter.isDigit(codePoint);
    }

    /** Whether it is a letter, or is used as one, such as Ⅷ and ⓐ. */
    static boolean isLetter(int codePoint) {
        return UCharacter.isUAlphabetic(codePoint) && !isMark(codePoint) && !isBlank(codePoint);
    }

    /** Whether it belongs to the character before it. */
    static boolean isMark(int codePoint) {
        if (codePoint < FIRST_MARK) {
            return false;
        }
        return switch (UCharacter.getType(codePoint)) {
            case ECharacterCategory.NON_SPACING_MARK,
                    ECharacterCategory.COMBINING_SPACING_MARK,
                    ECharacterCategory.ENCLOSING_MARK -> true;
            default -> isHalfWidthSoundMark(codePoint);
        };
    }

    /** The marks of half-width Katakana, which are letters by category. */
    private static boolean isHalfWidthSoundMark(int codePoint) {
        return codePoint == 0xFF9E || codePoint == 0xFF9F;
    }

    /** Two Egyptian hieroglyphs that are letters by category and white space to the eye. */
    private static boolean isBlank(int codePoint) {
        return codePoint == 0x13441 || codePoint == 0x13442;
    }

    /** Whether it moves to where its combining class puts it, when a text is normalised. */
    static boolean isReordered(int codePoint) {
        return codePoint >= FIRST_MARK
                && UCharacter.getIntPropertyValue(codePoint, UProperty.LEAD_CANONICAL_COMBINING_CLASS) != 0;
    }

    /**
     * Whether it is a letter beside which a joiner can be seen: of a script whose letters join, such as Arabic, or of an Indic
     * one. The scripts that are divided by dictionaries do without.
     */
    static boolean isLetterWithJoiners(int codePoint) {
        if (!isLetter(codePoint)
                || UCharacter.getIntPropertyValue(codePoint, UProperty.LINE_BREAK) == LineBreak.COMPLEX_CONTEXT) {
            return false;
        }
        return switch (UCharacter.getIntPropertyValue(codePoint, UProperty.JOINING_TYPE)) {
            case JoiningType.DUAL_JOINING, JoiningType.LEFT_JOINING, JoiningType.RIGHT_JOINING -> true;
            default ->
                UCharacter.getIntPropertyValue(codePoint, UProperty.INDIC_SYLLABIC_CATEGORY)
                        != IndicSyllabicCategory.OTHER;
        };
    }

    /** Whether it takes a consonant's vowel away; a joiner after it decides which shape the consonant has. */
    static boolean isVirama(int codePoint) {
        return UCharacter.getIntPropertyValue(codePoint, UProperty.INDIC_SYLLABIC_CATEGORY)
                == IndicSyllabicCategory.VIRAMA;
    }
}
