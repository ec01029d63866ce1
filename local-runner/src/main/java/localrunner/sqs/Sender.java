package localrunner.sqs;

/** In whose name a message is sent that no client asks for. */
public sealed interface Sender {

    /**
     * Lambda, with the role of a function.
     *
     * @param functionArn with or without a qualifier
     */
    record OfFunction(String functionArn) implements Sender {}

    /**
     * A service by itself.
     *
     * @param name such as {@code sns.amazonaws.com}
     * @param sourceArn of the resource for which it sends, such as a topic
     */
    record Service(String name, String sourceArn) implements Sender {}
}
