package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {

    /** The example "abc" of FIPS 180-4, SHA-256. */
    @Test
    void hex_shouldBeTheStandardsValue_howeverTheTextIsCut() {
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        assertThat(new Sha256().update("abc").hex()).isEqualTo(expected);
        assertThat(new Sha256().update("a").update("bc").hex()).isEqualTo(expected);
    }
}
