package localrunner.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumAlgorithmTest {

    /** The check values of the catalogue of parametrised CRC algorithms, and of RFC 6234's functions. */
    @ParameterizedTest
    @CsvSource({
        "CRC32, cbf43926",
        "CRC32C, e3069283",
        "CRC64NVME, ae8b14860a799888",
        "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void value_shouldBeTheKnownOne(ChecksumAlgorithm algorithm, String expected) {
        byte[] digits = "-123456789-".getBytes(StandardCharsets.US_ASCII);
        ChecksumAlgorithm.Running running = algorithm.start();

        running.update(digits, 1, 4);
        running.update(digits, 5, 5);

        assertThat(HexFormat.of().formatHex(running.value())).isEqualTo(expected);
    }
}
