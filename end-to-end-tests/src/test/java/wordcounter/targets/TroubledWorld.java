package wordcounter.targets;

import java.nio.file.Path;

/** A word counter in trouble: no service of AWS answers its functions, and its usage plan is nearly used up. */
public final class TroubledWorld {

    private TroubledWorld() {}

    /**
     * @param folder for its template
     * @param requests that the usage plan still allows
     */
    public static Target start(Path folder, int requests) {
        return LocalRunnerTarget.start(
                template -> replaced(
                        replaced(
                                replaced(template, "RateLimit: 250", "RateLimit: 0"),
                                "BurstLimit: 500",
                                "BurstLimit: " + requests),
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
