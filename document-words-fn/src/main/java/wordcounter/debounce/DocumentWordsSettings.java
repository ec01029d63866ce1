package wordcounter.debounce;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import wordcounter.intake.IntakeSettings;
import wordcounter.runtime.Environment;

/**
 * What the function is told by the environment variables that template.yaml sets.
 *
 * @param baseUrl what each document's address begins with, without a slash at the end
 * @param quietTime how long a document has to be quiet before it is fetched
 * @param tokenParameter the name of the parameter that holds the documents' server's token
 */
record DocumentWordsSettings(
        IntakeSettings intake,
        String deadLetterQueueUrl,
        String documentsTable,
        String checksQueueUrl,
        URI baseUrl,
        Duration quietTime,
        String tokenParameter) {

    private static final String BASE_URL = "DOCUMENTS_BASE_URL";
    private static final int LONGEST_QUIET_TIME = 900;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    static DocumentWordsSettings of(Environment environment) {
        return new DocumentWordsSettings(
                IntakeSettings.of(environment),
                environment.required("DEAD_LETTER_QUEUE_URL"),
                environment.required("DOCUMENTS_TABLE"),
                environment.required("DOCUMENT_CHECKS_QUEUE_URL"),
                baseUrl(environment),
                Duration.ofSeconds(environment.requiredInt("DOCUMENTS_QUIET_SECONDS", 1, LONGEST_QUIET_TIME)),
                environment.required("DOCUMENTS_TOKEN_PARAMETER"));
    }

    /** On Lambda this machine has nothing but Lambda's own services, which no document may come from. */
    private static URI baseUrl(Environment environment) {
        String value = environment.required(BASE_URL);
        boolean isLocal = environment.optional("AWS_ENDPOINT_URL").isPresent();
        String expected = "environment variable " + BASE_URL + " is not an https address without query and fragment"
                + (isLocal ? ", nor an http one of this machine: " : ": ");
        URI address;
        try {
            address = URI.create(value.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(expected + value, e);
        }
        boolean isAddress = address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
        boolean isHere = isLocal && "http".equals(address.getScheme()) && THIS_MACHINE.contains(address.getHost());
        boolean isAllowed = "https".equals(address.getScheme()) || isHere;
        if (!isAddress || !isAllowed) {
            throw new IllegalStateException(expected + value);
        }
        return address;
    }
}
