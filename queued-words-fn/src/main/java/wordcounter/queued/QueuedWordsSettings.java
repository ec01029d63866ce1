package wordcounter.queued;

import wordcounter.intake.IntakeSettings;
import wordcounter.runtime.Environment;

/** What the function is told by the environment variables that template.yaml sets. */
record QueuedWordsSettings(IntakeSettings intake, String deadLetterQueueUrl) {

    static QueuedWordsSettings of(Environment environment) {
        return new QueuedWordsSettings(IntakeSettings.of(environment), environment.required("DEAD_LETTER_QUEUE_URL"));
    }
}
