package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operate.md lists every message that a function logs, and no other. */
class DocumentedMessagesTest {

    private static final Path ROOT = Path.of("..");

    /** The first argument, which holds a message, or two and the choice between them. */
    private static final Pattern LOGGED =
            Pattern.compile("\\blog\\.(?:info|warn|error)\\((?<argument>(?:\"[^\"]*\"|[^,\"])+),");

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");

    @Test
    void messages_shouldBeThoseOfTheDocument() throws IOException {
        Set<String> logged = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().matches(".*(-fn|shared-model)/src/main/java/.*\\.java"))
                    .forEach(file -> logged.addAll(logged(read(file))));
        }

        assertThat(documented(read(ROOT.resolve("docs/operate.md")))).isEqualTo(logged);
    }

    private static Set<String> logged(String source) {
        Set<String> messages = new TreeSet<>();
        Matcher call = LOGGED.matcher(source);
        while (call.find()) {
            TEXT.matcher(call.group("argument")).results().forEach(text -> messages.add(text.group(1)));
        }
        return messages;
    }

    /** The second column of the table of messages. */
    static Set<String> documented(String document) {
        Set<String> messages = new TreeSet<>();
        document.lines()
                .dropWhile(line -> !line.startsWith("| function | message |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[2])
                .forEach(cell -> QUOTED.matcher(cell).results().forEach(text -> messages.add(text.group(1))));
        return messages;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
