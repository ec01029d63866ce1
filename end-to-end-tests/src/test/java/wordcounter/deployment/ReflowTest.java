package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Finds comments that were wrapped again and left a line of one or two words in the middle of a paragraph.
 *
 * <p>The comments of all modules are looked at, in main and test sources. A line is broken when it has one or two words,
 * the paragraph goes on below it, and the next word would have fitted. Tags, list items and code are not paragraphs.
 */
class ReflowTest {

    private static final Path ROOT = Path.of("..");
    private static final int LONGEST_LINE = 100;
    private static final String SNIPPET = "{@snippet";

    @Test
    void usage() {
        assertThat(brokenLines("""
                /**
                 * Reads a template, and says what
                 * is
                 * wrong with it.
                 */
                class Reader {}
                """)).containsExactly("3: is");
    }

    @Test
    void comments_shouldHaveNoLineOfTwoWords_insideAParagraph() throws IOException {
        List<Path> files = javaFiles();
        List<String> broken = new ArrayList<>();
        for (Path file : files) {
            brokenLines(Files.readString(file)).forEach(line -> broken.add(ROOT.relativize(file) + ":" + line));
        }

        assertThat(broken)
                .as("wrap these paragraphs again, so that only their last line is short")
                .isEmpty();
        assertThat(files).hasSizeGreaterThan(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// a line that was full once, and then\n// as it\n// is for others\n",
                "    /* a line that was full once, and then\n     * is\n     * for others */\n",
                "/// A line that was full once,\n/// and\n/// then some.\n",
                "/**\n * First.\n *\n * <p>As\n * others do it.\n */\n",
                "/**\n * @param name what\n *     it is\n *     called\n */\n",
            })
    void brokenLines_shouldFindAShortLine_whenItsParagraphGoesOn(String source) {
        assertThat(brokenLines(source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// a line that was full once, and then\n// the end\n\n// another\n",
                "/**\n * Short.\n *\n * <p>Short again.\n */\n",
                "/**\n * All of these:\n *\n * <ul>\n *   <li>one\n *   <li>two\n * </ul>\n */\n",
                "// - one\n// - two\n// 1. one\n// 2. two\n",
                "/**\n * <pre>\n * one\n * two\n * </pre>\n */\n",
                "/**\n * {@snippet :\n * one();\n * if (two) {\n * }\n * }\n */\n",
                "/**\n * @param a\n * @param b the other\n * @return both\n */\n",
                "// see\n// https://docs.aws.amazon.com/lambda/latest/dg/"
                        + "with-a-page-whose-address-fills-a-line-nearly-by-itself.html\n// for it and more\n",
                "String text = \"\"\"\n    // in\n    // a text\n    // block\n    \"\"\";\n",
                "call(); // at\ncall(); // the end\ncall(); // of lines\n",
            })
    void brokenLines_shouldFindNone_whenShortLinesEndTheirParagraph(String source) {
        assertThat(brokenLines(source)).isEmpty();
    }

    private static List<Path> javaFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : sourceFolders()) {
            try (Stream<Path> found = Files.walk(folder)) {
                found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        return files;
    }

    private static List<Path> sourceFolders() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.flatMap(
                            module -> Stream.of(module.resolve("src/main/java"), module.resolve("src/test/java")))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    /** @return number and text of each broken line */
    private static List<String> brokenLines(String source) {
        List<String> broken = new ArrayList<>();
        List<Optional<String>> comments = comments(source);
        int codeDepth = 0;
        for (int i = 0; i + 1 < comments.size(); i++) {
            String line = comments.get(i).orElse("");
            String next = comments.get(i + 1).orElse("");
            boolean isCode = codeDepth > 0 || line.startsWith(SNIPPET) || line.contains("<pre>");
            codeDepth = isCode && comments.get(i).isPresent() ? codeDepth + opened(line) : 0;
            if (!isCode && isShort(line) && !startsParagraph(next) && fits(line, next)) {
                broken.add((i + 1) + ": " + line);
            }
        }
        return broken;
    }

    private static boolean isShort(String line) {
        return !line.isEmpty()
                && !line.matches("@\\w+.*|[-*+] .*|\\d+\\. .*|</?(ul|ol|li|table|tr|td).*")
                && line.replaceFirst("^<p>", "").split("\\s+").length <= 2;
    }

    private static boolean fits(String line, String next) {
        return line.length() + 1 + next.replaceFirst("\\s.*", "").length() <= LONGEST_LINE;
    }

    private static boolean startsParagraph(String line) {
        return line.isEmpty() || line.matches("(@|[-*+] |\\d+\\. |</?(p|ul|ol|li|table|tr|td|pre)\\b|\\{@snippet).*");
    }

    /** @return how many more pieces of code begin in the line than end in it */
    private static int opened(String line) {
        String opening = line.replace("<pre>", "{").replace("</pre>", "}").replaceAll("[^{}]", "");
        return opening.replace("}", "").length() - opening.replace("{", "").length();
    }

    /** @return for each line of the source its text when it is a comment and nothing else, stripped of the comment's marks */
    private static List<Optional<String>> comments(String source) {
        List<Optional<String>> comments = new ArrayList<>();
        boolean inBlock = false;
        boolean inText = false;
        for (String line : source.lines().map(String::strip).toList()) {
            boolean startsBlock = !inBlock && !inText && line.startsWith("/*");
            boolean isComment = inBlock || startsBlock || (!inText && line.startsWith("//"));
            if (isComment) {
                comments.add(Optional.of(line.replaceFirst("^(/\\*\\*?|\\*/|\\*(?!/)|///?)", "")
                        .replaceFirst("\\*/$", "")
                        .strip()));
                inBlock = (inBlock || startsBlock) && !line.endsWith("*/");
            } else {
                comments.add(Optional.empty());
                inText ^= line.split("\"\"\"", -1).length % 2 == 0;
            }
        }
        return comments;
    }
}
