package wordcounter.targets;

import java.nio.file.Path;

/** A word counter in trouble: no service of AWS answers its functions, and each route takes one request only. */
public final class TroubledWorld {

    private TroubledWorld() {}

    /** @param folder for its template */
    public static Target start(Path folder) {
        return LocalRunnerTarget.start(
                template -> replaced(
                        replaced(
                                replaced(template, "ThrottlingRateLimit: 250", "ThrottlingRateLimit: 0"),
                                "ThrottlingBurstLimit: 500",
                                "ThrottlingBurstLimit: 1"),
                        "AWS_ENDPOINT_URL: !Ref AWS::NoValue",
                        "AWS_ENDPOINT_URL: http://127.0.0.1:9"),
                folder);
    }

    private static String replaced(String template, String text, String by) {
        if (!template.contains(text)) {
            throw new IllegalStateException("template.yaml has no '" + text + "' any more");
        }
        return template.replace(text, by);
    }
}
