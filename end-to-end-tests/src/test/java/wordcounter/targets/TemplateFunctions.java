package wordcounter.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions of template.yaml, so that no test has a list of its own, which would miss the next one. */
public final class TemplateFunctions {

    private static final Pattern FUNCTION = Pattern.compile(
            "\n {2}(?<id>\\w+):\n {4}Type: AWS::Serverless::Function\n(?: {4}.*\n)*? {6}Handler: (?<is>\\S+)\n");

    private static final Pattern MODULE = Pattern.compile("\n\t(?<id>\\w+)/(?<is>[\\w-]+)");

    private TemplateFunctions() {}

    /** Each function's handler, class and method, by its logical id, in the order of the template. */
    public static Map<String, String> handlers() {
        return found(FUNCTION, "template.yaml");
    }

    /** The module that a function is built from, as the Makefile says. */
    public static String module(String logicalId) {
        return Optional.ofNullable(found(MODULE, "Makefile").get(logicalId))
                .orElseThrow(() -> new IllegalArgumentException("the Makefile builds no " + logicalId));
    }

    private static Map<String, String> found(Pattern pattern, String file) {
        Map<String, String> found = new LinkedHashMap<>();
        try {
            Matcher matcher = pattern.matcher(Files.readString(Checkout.root().resolve(file)));
            while (matcher.find()) {
                found.put(matcher.group("id"), matcher.group("is"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
