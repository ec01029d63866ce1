package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import wordcounter.json.JsonObject;
import wordcounter.targets.DocumentsServer;
import wordcounter.targets.DocumentsServer.Page;
import wordcounter.targets.Target;

/** Documents that change elsewhere: each is fetched when it has been quiet, and each of its words counts once. */
class DocumentWordsIT extends Contract {

    private final String id = "doc-" + Fresh.word();
    private final String word = Fresh.word();
    private DocumentsServer documents;

    DocumentWordsIT(Target target) {
        super(target);
    }

    @BeforeEach
    void needsAServerOfDocuments() {
        assumeTrue(target.documents().isPresent(), "this target can't reach a server of documents on this machine");
        documents = target.documents().orElseThrow();
        // a server that is busy is asked again after this, in the template after 3 minutes
        stack.sqs()
                .setQueueAttributes(request -> request.queueUrl(stack.name("DocumentChecksUrl"))
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "8")));
    }

    @Test
    void document_shouldBeFetchedOnce_whenItChangesFiftyTimesWithinTenSeconds() {
        Instant begun = Instant.now();
        for (int version = 1; version < 50; version++) {
            documents.put(id, Page.of(word + " v" + version));
            changed(id);
        }
        documents.put(id, Page.of(word + " " + word + " last"));
        changed(id);
        assertThat(Instant.now()).isBefore(begun.plusSeconds(60));

        JsonObject document = await(id, "counted");
        awaitCount(word, 22);

        assertThat(documents.requests(id)).isEqualTo(1);
        assertThat(document.requiredLong("changes")).isEqualTo(50);
        assertThat(document.requiredLong("fetches")).isEqualTo(1);
        assertThat(document.requiredLong("distinctWords")).isEqualTo(2);
    }

    @Test
    void document_shouldAddWhatIsNew_andSubtractNothing() {
        String other = Fresh.word();
        documents.put(id, Page.of(word));
        changed(id);
        await(id, "counted");
        awaitCount(word, 11);

        documents.put(id, Page.of(other));
        changed(id);
        awaitCount(other, 11);

        JsonObject document = await(id, "counted");
        assertThat(document.requiredLong("fetches")).isEqualTo(2);
        assertThat(api.consistentCount(word)).isEqualTo(11);
    }

    @Test
    void id_shouldBeOneSegment_whateverIsInIt() {
        String segment = id + "%2Fna%C3%AFve%20one";
        documents.put(id + "/naïve one", Page.of(word));

        changed(segment);

        assertThat(await(segment, "counted").requiredString("id")).isEqualTo(id + "/naïve one");
        awaitCount(word, 11);
    }

    @Test
    void document_shouldBeForgotten_whenItIsGone() {
        changed(id);

        JsonObject document = await(id, "gone");

        assertThat(document.requiredLong("distinctWords")).isZero();
        assertThat(documents.requests(id)).isEqualTo(1);
    }

    @Test
    void document_shouldBeAskedForAgain_whenItsServerIsBusyOrBroken() {
        documents.put(id, Page.error(503), Page.error(429), Page.of(word));
        changed(id);

        JsonObject document = await(id, "counted");

        awaitCount(word, 11);
        assertThat(documents.requests(id)).isEqualTo(3);
        assertThat(document.requiredLong("fetches"))
                .as("those that were answered")
                .isEqualTo(1);
    }

    @Test
    void document_shouldBeFetchedFromNoOtherServer_whenItIsRedirectedThere() {
        try (Elsewhere elsewhere = new Elsewhere(word)) {
            documents.put(id, Page.redirect(elsewhere.url()));
            changed(id);

            await(id, "unreadable");

            JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(id)));
            assertThat(parked.requiredString("function")).isEqualTo("document-words-fn");
            assertThat(parked.requiredString("reason"))
                    .isEqualTo("the documents' server redirects to another one, or to nowhere");
            assertThat(elsewhere.requests()).isZero();
        }
    }

    @Test
    void change_shouldBeRefused_whenItsIdLeadsOutOfTheFolder() {
        for (String bad : new String[] {"%2e%2e", "a%2F..%2F..%2Fb", "x".repeat(129)}) {
            Answer answer = api.changed(bad);

            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.body()).contains("1 to 128 bytes");
        }
    }

    @Test
    void document_shouldBeUnknown_whenNobodyHasHeardOfIt() {
        assertThat(api.get("/documents/" + id).status()).isEqualTo(404);
    }

    private void changed(String segment) {
        Answer answer = api.changed(segment);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().requiredString("messageId")).isNotBlank();
    }

    private JsonObject await(String segment, String state) {
        Stack.soon()
                .untilAsserted(() -> assertThat(api.get("/documents/" + segment))
                        .satisfies(answer -> assertThat(answer.status()).isEqualTo(200))
                        .satisfies(answer -> assertThat(answer.json().requiredString("state"))
                                .isEqualTo(state)));
        return api.get("/documents/" + segment).json();
    }

    /** Another server, where nothing must be fetched from. */
    private static final class Elsewhere implements AutoCloseable {

        private final DocumentsServer server = DocumentsServer.start();

        Elsewhere(String word) {
            server.put("secret", Page.of(word));
        }

        String url() {
            return server.url() + "/secret";
        }

        int requests() {
            return server.requests("secret");
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
