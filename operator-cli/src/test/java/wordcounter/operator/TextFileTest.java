package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wordcounter.operator.TextFile.NotATextFileException;

class TextFileTest {

    @TempDir
    private Path folder;

    @Test
    void read_shouldTellSizeAndHash() throws Exception {
        TextFile file = TextFile.read(file("hello".getBytes(StandardCharsets.UTF_8)), 5);

        assertThat(file.size()).isEqualTo(5);
        assertThat(file.sha256()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    @Test
    void read_shouldSayWhatIsWrong_whenTheFileIsTooLarge() throws Exception {
        Path file = file("hello!".getBytes(StandardCharsets.UTF_8));

        assertRefused(file, file + " has 6 bytes; the stack counts at most 5 (parameter UploadLimitMegabytes)");
    }

    @Test
    void read_shouldSayWhatIsWrong_whenTheFileIsNoText() throws Exception {
        Path file = file(new byte[] {'a', (byte) 0xFF, 'b'});

        assertRefused(file, file + " can't be counted: it is no text in UTF-8: byte 1 begins no character of it");
    }

    @Test
    void read_shouldSayWhatIsWrong_whenThereIsNoFile() {
        assertRefused(folder.resolve("none"), "there is no file " + folder.resolve("none"));
        assertRefused(folder, folder + " is no file");
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("text.txt"), content);
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> TextFile.read(file, 5))
                .isInstanceOf(NotATextFileException.class)
                .hasMessage(message);
    }
}
