package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every code point of the JDK's Unicode version, compared with ICU4J, the reference implementation. */
class UnicodeConformanceTest {

    @Test
    void of_shouldAgreeWithIcu_forEveryCodePoint() {
        List<String> differences = new ArrayList<>();
        assignedCodePoints().forEach(codePoint -> {
            String expected = icuWordBreak(codePoint);
            String actual = WordBreak.of(codePoint).name().replace("_", "");
            if (!actual.equals(expected)) {
                differences.add("U+%04X is %s, not %s".formatted(codePoint, expected, actual));
            }
        });
        assertThat(differences).isEmpty();
    }

    @Test
    void fold_shouldAgreeWithIcu_forEveryCodePoint() {
        List<String> differences = new ArrayList<>();
        assignedCodePoints().forEach(codePoint -> {
            String expected = UCharacter.foldCase(Character.toString(codePoint), true);
            String actual = CaseFolding.fold(Character.toString(codePoint));
            if (!actual.equals(expected)) {
                differences.add("U+%04X folds to %s, not %s".formatted(codePoint, expected, actual));
            }
        });
        assertThat(differences).isEmpty();
    }

    private static IntStream assignedCodePoints() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(Character::isDefined);
    }

    private static String icuWordBreak(int codePoint) {
        int value = UCharacter.getIntPropertyValue(codePoint, UProperty.WORD_BREAK);
        return UCharacter.getPropertyValueName(UProperty.WORD_BREAK, value, UProperty.NameChoice.LONG)
                .toUpperCase(Locale.ROOT)
                .replace("_", "");
    }
}
