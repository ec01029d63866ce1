package wordcounter.simulation;

/** The calls to AWS and Slack that functions and mutants make, each by the name of the API's action and of what it is about. */
public enum Operation {
    PUBLISH("Publish"),
    WRITE_COUNTS("TransactWriteItems count"),
    READ_COUNTERS("BatchGetItem counters"),
    FORGET("UpdateItem forgotten"),
    READ_SUMMARIES("BatchGetItem summaries"),
    WRITE_SUMMARIES("TransactWriteItems summaries"),
    CLAIM("UpdateItem claim"),
    END_CLAIM("UpdateItem claim's end"),
    TAKE_TURN("UpdateItem turn"),
    POST_TO_SLACK("POST to Slack"),
    SCAN("Scan WordCounts"),
    PARK("SendMessage"),
    READ_DOCUMENT("GetItem document"),
    WRITE_DOCUMENT("UpdateItem document"),
    SEND_CHECK("SendMessage delayed"),
    FETCH_DOCUMENT("GET document"),
    RECEIVE("ReceiveMessage"),
    DELETE_LETTER("DeleteMessage"),
    PUT_BACK("SendMessage again"),
    RELEASE("ChangeMessageVisibilityBatch"),
    PUBLISH_AGAIN("Publish again"),
    INVOKE("Invoke"),
    START("Invoke later"),
    READ_UPLOAD("GetItem upload"),
    WRITE_UPLOAD("UpdateItem upload"),
    READ_FILE("GetObject"),
    READ_RECORDS("GetRecords"),

    /** Mutants make these, the product does not. */
    READ_LEDGER("GetItem ledger"),

    WRITE_LEDGER("UpdateItem ledger"),
    WRITE_WORDS("TransactWriteItems words"),
    MOVE_TOTALS("UpdateItem totals"),

    /** No call, but a handler that waits for others or for time to pass. */
    WAIT("waits for"),

    SLEEP("sleeps");

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
