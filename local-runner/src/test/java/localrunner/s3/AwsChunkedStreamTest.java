package localrunner.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsChunkedStreamTest {

    /** The form of "Signature calculations: transferring a payload in multiple chunks", with shorter chunks. */
    @Test
    void read_shouldGiveTheChunksWithoutTheirSignatures() throws IOException {
        AwsChunkedStream stream = stream(body(
                "5;chunk-signature=ad80c730",
                "hello",
                "6;chunk-signature=0055627c",
                " world",
                "0;chunk-signature=b6c6ea8a",
                ""));

        assertThat(text(stream)).isEqualTo("hello world");
        assertThat(stream.trailers()).isEmpty();
    }

    @Test
    void read_shouldKeepTheTrailers() throws IOException {
        AwsChunkedStream stream = stream(body(
                "b", "hello world", "0", "X-Amz-Checksum-CRC32: DUoRhQ==", "x-amz-trailer-signature:d81f82fc", ""));

        assertThat(text(stream)).isEqualTo("hello world");
        assertThat(stream.trailers())
                .isEqualTo(Map.of("x-amz-checksum-crc32", "DUoRhQ==", "x-amz-trailer-signature", "d81f82fc"));
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void read_shouldBeTheSame_whenItIsByteByByte() throws IOException {
        AwsChunkedStream stream = stream("2\r\nh\u00ff\r\n0\r\n\r\n");

        assertThat(stream.read()).isEqualTo('h');
        assertThat(stream.read()).isEqualTo(0xFF);
        assertThat(stream.read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5~hel                | IncompleteBody
            5~hello              | IncompleteBody
            5~hello world~0~~    | InvalidRequest
            x~hello~0~~          | InvalidRequest
            -5~hello~0~~         | InvalidRequest
            """)
    void read_shouldRefuse_whenAChunkIsNotWhatItSays(String body, String code) {
        assertThatThrownBy(() -> text(stream(body.replace("~", "\r\n"))))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static String body(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static AwsChunkedStream stream(String body) {
        return new AwsChunkedStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String text(AwsChunkedStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
