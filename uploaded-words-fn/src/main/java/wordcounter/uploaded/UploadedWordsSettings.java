package wordcounter.uploaded;

import wordcounter.intake.IntakeSettings;
import wordcounter.runtime.Environment;

/**
 * What the function is told by the environment variables that template.yaml sets.
 *
 * @param limitBytes the largest file that is counted
 */
record UploadedWordsSettings(IntakeSettings intake, String uploadsTable, String deadLetterQueueUrl, long limitBytes) {

    /** As the template's parameter allows. */
    private static final int MOST_MEGABYTES = 1_000;

    private static final long MEGABYTE = 1_000_000;

    static UploadedWordsSettings of(Environment environment) {
        return new UploadedWordsSettings(
                IntakeSettings.of(environment),
                environment.required("UPLOADS_TABLE"),
                environment.required("DEAD_LETTER_QUEUE_URL"),
                environment.requiredInt("UPLOAD_LIMIT_MEGABYTES", 1, MOST_MEGABYTES) * MEGABYTE);
    }
}
