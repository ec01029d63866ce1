package wordcounter.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8CheckTest {

    @Property(tries = 300)
    void check_shouldFindNothing_whereverATextIsDivided(
            @ForAll String any, @ForAll @IntRange(min = 1, max = 7) int size) {
        String text = (any + "é日👍🏽").replace("\0", "");
        byte[] bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);

        assertThat(check(bytes, size)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"61 ff, 1", "61 62 c3 28, 2", "61 c3, 1", "e6 97, 0", "f5 80 80 80, 0", "ed a0 80, 0", "c0 af, 0"})
    void check_shouldNameTheByte_whenItIsNotUtf8(String hex, int place) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        for (int size = 1; size <= bytes.length; size++) {
            assertThat(check(bytes, size))
                    .contains("it is no text in UTF-8: byte " + place + " begins no character of it");
        }
    }

    @Test
    void check_shouldRefuseUtf16_thoughEachOfItsBytesMayBeUtf8() {
        byte[] bytes = "word".getBytes(StandardCharsets.UTF_16LE);

        assertThat(check(bytes, 3)).contains("it is no text in UTF-8: byte 1 is NUL");
    }

    private static Optional<String> check(byte[] bytes, int size) {
        Utf8Check check = new Utf8Check();
        for (int from = 0; from < bytes.length; from += size) {
            Optional<String> problem = check.add(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length)));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return check.end();
    }
}
