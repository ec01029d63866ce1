package wordcounter.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentIdTest {

    @ParameterizedTest
    @CsvSource({
        "readme, readme",
        "Read-me_1.0~, Read-me_1.0~",
        "team/read me, team%2Fread%20me",
        "'a?b#c%d;e&f=g+h:i@j', a%3Fb%23c%25d%3Be%26f%3Dg%2Bh%3Ai%40j",
        "naïve, na%C3%AFve",
        "..., ...",
        "\uD83D\uDE00, %F0%9F%98%80"
    })
    void pathSegment_shouldBeOneSegment_whateverIsInTheId(String id, String segment) {
        assertThat(new DocumentId(id).pathSegment()).isEqualTo(segment);
        assertThat(DocumentId.ofPathSegment(segment)).contains(new DocumentId(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/..", "../a", "a/./b", "a\\..\\b", "/..", "../"})
    void documentId_shouldBeRefused_whenAServerCouldBeLedOutOfItsFolder(String id) {
        assertThatThrownBy(() -> new DocumentId(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "%2e%2E", "a%2f..", "a%5C%2E.", "%", "%f", "%ff", "%zz"})
    void ofPathSegment_shouldBeEmpty_whenItNamesNoDocument(String segment) {
        assertThat(DocumentId.ofPathSegment(segment)).isEmpty();
    }

    @Test
    void documentId_shouldHaveUpTo128Bytes() {
        assertThat(new DocumentId("é".repeat(64)).pathSegment()).hasSize(384);
        assertThatThrownBy(() -> new DocumentId("é".repeat(64) + "e")).hasMessageContaining("1 to 128 bytes");
    }
}
