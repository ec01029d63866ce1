package localrunner.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {

    private static final String TWO_PARTS = """
            what comes before the first boundary
            --b
            Content-Disposition: form-data; name="key"

            a/${filename}
            --b
            content-disposition: form-data; name="file"; filename="x \\"y\\" %22z%22.txt"
            Content-Type: text/plain

            one
            --not the boundary
            --

            --b--
            what comes behind the last one""".replace("\n", "\r\n");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100_000})
    void next_shouldGiveThePartsOneAfterTheOther_howeverTheBytesArrive(int most) throws IOException {
        List<String> parts = new ArrayList<>();
        MultipartBody body = MultipartBody.of(inPieces(TWO_PARTS, most), "b");

        for (Optional<MultipartBody.Part> part = body.next(); part.isPresent(); part = body.next()) {
            parts.add(part.get().name() + " " + part.get().filename().orElse("-") + " " + read(part.get()));
        }

        assertThat(parts)
                .containsExactly("key - a/${filename}", "file x \"y\" \"z\".txt one\r\n--not the boundary\r\n--\r\n");
    }

    @Test
    void next_shouldGiveAPartThatIsLargerThanAnyBuffer() throws IOException {
        String content = "\r\n--almost a boundary".repeat(20_000);
        MultipartBody body = MultipartBody.of(
                inPieces("--bb\r\nContent-Disposition: form-data; name=n\r\n\r\n" + content + "\r\n--bb--", 5_000),
                "bb");

        MultipartBody.Part part = body.next().orElseThrow();

        assertThat(part.name()).isEqualTo("n");
        assertThat(read(part)).isEqualTo(content);
        assertThat(body.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no boundary",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nno end",
                "--b\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--b--",
                "--b\r\nno header\r\n\r\n\r\n--b--",
                "--b behind the boundary\r\n\r\n\r\n--b--",
            })
    void next_shouldRefuse_whenTheBodyIsMalformed(String text) {
        assertThatThrownBy(() -> {
                    MultipartBody body = MultipartBody.of(inPieces(text, 10), "b");
                    for (Optional<MultipartBody.Part> part = body.next(); part.isPresent(); part = body.next()) {
                        read(part.get());
                    }
                })
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("MalformedPOSTRequest");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "multipart/form-data; boundary=abc, abc",
                "Multipart/Form-Data; charset=utf-8; Boundary=\"a b\", a b",
                "multipart/form-data; boundary=abc; charset=utf-8, abc",
                "multipart/form-data, -",
                "multipart/mixed; boundary=abc, -"
            })
    void boundary_shouldBeRead(String contentType, String boundary) {
        assertThat(MultipartBody.boundary(contentType).orElse("-")).isEqualTo(boundary);
    }

    private static String read(MultipartBody.Part part) throws IOException {
        return new String(part.content().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The text as a network may give it, so many bytes at once. */
    private static InputStream inPieces(String text, int most) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, most));
            }
        };
    }
}
