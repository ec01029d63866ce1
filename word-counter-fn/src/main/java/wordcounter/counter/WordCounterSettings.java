package wordcounter.counter;

import wordcounter.intake.IntakeSettings;
import wordcounter.runtime.Environment;

/** Holds the function's environment variables, which template.yaml sets. */
record WordCounterSettings(IntakeSettings intake, String summariesTable, String slackSecretsPath) {

    static WordCounterSettings of(Environment environment) {
        return new WordCounterSettings(
                IntakeSettings.of(environment),
                environment.required("SUMMARIES_TABLE"),
                environment.required("SLACK_SECRETS_PATH"));
    }
}
