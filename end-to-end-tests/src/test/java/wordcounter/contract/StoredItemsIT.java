package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import wordcounter.json.JsonObject;
import wordcounter.targets.DocumentsServer;
import wordcounter.targets.DocumentsServer.Page;
import wordcounter.targets.Target;

/**
 * What the functions leave in their tables and queues keeps to asyncapi.yaml: code of earlier can go on with it, as in the ten minutes of
 * a gradual deployment. MessageContractsTest has what can be seen without a table.
 */
class StoredItemsIT extends Contract {

    private final AsyncApi asyncApi = AsyncApi.read();
    private final String word = Fresh.word();

    StoredItemsIT(Target target) {
        super(target);
    }

    @Test
    void text_shouldLeaveACounterASummaryAndAnEntry() {
        String eventId = accepted(api.postText((word + " ").repeat(10)));
        awaitCount(word, 110);
        assertThat(api.delete(word).status()).isEqualTo(204);

        assertThat(kept("WordCountsTable", "counter.v1", "word", word)).isNotEmpty();
        assertThat(kept("SummariesTable", "summary.v1", "word", word)).isNotEmpty();
        assertThat(kept("SummariesTable", "totals.v1", "id", id -> id.startsWith("totals#")))
                .isNotEmpty();
        assertThat(kept("EventLedgerTable", "ledger-entry.v1", "eventId", eventId))
                .hasSize(1);
    }

    @Test
    void document_shouldLeaveAnItem() {
        assumeTrue(target.documents().isPresent(), "this target can't reach a server of documents on this machine");
        DocumentsServer documents = target.documents().orElseThrow();
        String id = "doc-" + word;
        documents.put(id, Page.of(word));
        assertThat(api.changed(id).status()).isEqualTo(202);
        awaitCount(word, 11);
        Stack.soon()
                .until(() -> api.get("/documents/" + id)
                        .json()
                        .requiredString("state")
                        .equals("counted"));

        assertThat(kept("DocumentsTable", "document.v1", "documentId", id)).hasSize(1);
    }

    @Test
    void file_shouldLeaveAnItem() {
        String key = "inbox/" + Fresh.key() + ".txt";
        try (S3Client s3 = target.client(S3Client.builder().forcePathStyle(true))) {
            s3.putObject(
                    request -> request.bucket(stack.name("UploadsBucket")).key(key),
                    RequestBody.fromBytes(word.getBytes(StandardCharsets.UTF_8)));
        }
        awaitCount(word, 11);

        assertThat(kept("UploadsTable", "upload.v1", "key", key)).hasSize(1);
    }

    @Test
    void parkedText_shouldBeAParkedItem_withTheMessageAsApiGatewayWroteIt() {
        assumeTrue(target.hasExactGateway(), "this target's gateway puts a body into the queue as text, not as base64");
        String key = Fresh.key();
        assertThat(api.queueText(word, key).status()).isEqualTo(202);
        awaitCount(word, 11);
        assertThat(api.queueText(word + " again", key).status()).isEqualTo(202);

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(key)));

        assertThat(asyncApi.problems("parked-item.v1", Sample.of(parked))).isEmpty();
        assertThat(asyncApi.problems("queued-text.v1", queued(parked.requiredObject("payload"))))
                .isEmpty();
    }

    private static Sample queued(JsonObject sqsRecord) {
        JsonObject attributes = sqsRecord.requiredObject("messageAttributes");
        Map<String, String> headers = attributes.members().keySet().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> attributes.requiredObject(name).requiredString("stringValue")));
        return new Sample(headers, sqsRecord.requiredString("body"));
    }

    private List<Map<String, AttributeValue>> kept(String table, String message, String attribute, String value) {
        return kept(table, message, attribute, value::equals);
    }

    /** The items of which that attribute is ours, each of which has to keep to its contract. */
    private List<Map<String, AttributeValue>> kept(
            String table, String message, String attribute, Predicate<String> isOurs) {
        List<Map<String, AttributeValue>> items = stack.scan(table).stream()
                .filter(item -> item.containsKey(attribute)
                        && isOurs.test(item.get(attribute).s()))
                .toList();
        assertThat(items)
                .allSatisfy(item -> assertThat(asyncApi.problems(message, Sample.ofItem(item)))
                        .isEmpty());
        return items;
    }
}
