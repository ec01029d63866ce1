package wordcounter.targets;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word counter in trouble: no service of AWS answers its functions, and each route takes one request only. */
public final class TroubledWorld {

    private TroubledWorld() {}

    /** @param folder for its template */
    public static Target start(Path folder) {
        return LocalRunnerTarget.start(TroubledWorld::troubled, folder, 1);
    }

    private static String troubled(String template) {
        String oneRequestOnly = replaced(
                replaced(template, "ThrottlingRateLimit: \\d+", "ThrottlingRateLimit: 0"),
                "ThrottlingBurstLimit: \\d+",
                "ThrottlingBurstLimit: 1");
        return replaced(oneRequestOnly, "AWS_ENDPOINT_URL: !Ref AWS::NoValue", "AWS_ENDPOINT_URL: http://127.0.0.1:9");
    }

    private static String replaced(String template, String expression, String by) {
        Matcher matcher = Pattern.compile(expression).matcher(template);
        if (!matcher.find()) {
            throw new IllegalStateException("template.yaml has no '" + expression + "' any more");
        }
        return matcher.replaceAll(by);
    }
}
