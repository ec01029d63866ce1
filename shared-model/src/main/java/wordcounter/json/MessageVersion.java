package wordcounter.json;

/**
 * Tells in which form a message is written, so that a function knows whether it can read what another version of the code has sent.
 *
 * <p>The member {@value #MEMBER} holds a whole number. A message without one has version {@value #FIRST}: there were messages before there
 * were versions. A member that is only added makes no new version. What a version means is written down in asyncapi.yaml.
 */
public final class MessageVersion {

    /** The member of a message that has it. */
    public static final String MEMBER = "version";

    public static final int FIRST = 1;

    private MessageVersion() {}

    /**
     * Refuses a message that this code would misread.
     *
     * @param newest the newest version that the caller reads
     * @throws InvalidJsonException when the message has a newer version, or one that is none
     */
    public static void requireAtMost(int newest, JsonObject message) {
        if (!message.members().containsKey(MEMBER)) {
            return;
        }
        long version = message.requiredLong(MEMBER);
        if (version < FIRST || version > newest) {
            throw new InvalidJsonException(
                    "'" + MEMBER + "' is " + version + "; this code reads " + FIRST + " to " + newest);
        }
    }
}
