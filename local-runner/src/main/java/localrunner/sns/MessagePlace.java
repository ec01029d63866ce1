package localrunner.sns;

/**
 * Where a message stands in a request: in {@code Publish} itself, or in an entry of {@code PublishBatch}.
 *
 * @param prefix what the names of the message's parameters begin with in the query protocol
 * @param memberPrefix what SNS's validation errors put in front of a member's name
 */
record MessagePlace(String prefix, String memberPrefix) {

    static final MessagePlace PUBLISH = new MessagePlace("", "");

    /** @param number of the entry, from 1 */
    static MessagePlace batchEntry(int number) {
        return new MessagePlace(
                "PublishBatchRequestEntries.member." + number + ".",
                "publishBatchRequestEntries." + number + ".member.");
    }

    /** A member's path, as SNS's validation errors have it. */
    String member(String path) {
        return memberPrefix + path;
    }
}
