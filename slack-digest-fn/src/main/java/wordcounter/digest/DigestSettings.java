package wordcounter.digest;

import wordcounter.runtime.Environment;

/**
 * What the function is told by the environment variables that template.yaml sets.
 *
 * @param secretsPath what the name of the webhook's parameter begins with
 * @param addressRule which addresses the webhook may have
 */
record DigestSettings(
        String summariesTable,
        String milestonesTable,
        String secretsPath,
        String deadLetterQueueUrl,
        WebhookAddress.Rule addressRule) {

    static DigestSettings of(Environment environment) {
        return new DigestSettings(
                environment.required("SUMMARIES_TABLE"),
                environment.required("MILESTONES_TABLE"),
                environment.required("SLACK_SECRETS_PATH"),
                environment.required("DEAD_LETTER_QUEUE_URL"),
                WebhookAddress.Rule.of(environment));
    }
}
