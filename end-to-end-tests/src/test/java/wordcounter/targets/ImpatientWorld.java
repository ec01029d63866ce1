package wordcounter.targets;

import java.nio.file.Path;

/** A word counter whose function for files may run for so short a time that it gets no further than a part of a large one. */
public final class ImpatientWorld {

    private static final String TIMEOUT = "Timeout: 900";

    /** It begins no chunk in the last 18 seconds, which it keeps for ending. */
    private static final String SHORT_TIMEOUT = "Timeout: 20";

    /** Should a busy machine get no further than the beginning in that time, it does not wait for minutes. */
    private static final int TIME_SCALE = 60;

    private ImpatientWorld() {}

    /** @param folder for its template */
    public static Target start(Path folder) {
        return LocalRunnerTarget.start(ImpatientWorld::impatient, folder, TIME_SCALE);
    }

    private static String impatient(String template) {
        if (!template.contains(TIMEOUT)) {
            throw new IllegalStateException("template.yaml has no '" + TIMEOUT + "' any more");
        }
        return template.replace(TIMEOUT, SHORT_TIMEOUT);
    }
}
