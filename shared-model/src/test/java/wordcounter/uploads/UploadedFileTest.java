package wordcounter.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.intake.EventIds;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

class UploadedFileTest {

    private static final String RECORD = """
            {"eventTime":"2026-11-27T08:09:10.123Z","s3":{"bucket":{"name":"b"},\
            "object":{"key":"inbox/my+file%2B%C3%A9.txt","size":7,"versionId":"v1"}}}""";

    private final EventIds eventIds = new EventIds(new Random(1));

    @Test
    void of_shouldReadS3sRecord_whoseKeyIsUrlEncoded() {
        assertThat(UploadedFile.of(JsonObject.parse(RECORD)))
                .isEqualTo(new UploadedFile(
                        "b", "inbox/my file+é.txt", "v1", 7, Instant.parse("2026-11-27T08:09:10.123Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"versionId\":\"v1\" | '' | 'versionId' is missing",
                "\"size\":7 | \"size\":-7 | 'size' is negative",
                "%2B | %2 | 'key' is not URL-encoded",
                "2026-11-27T | 2026-11-99T | 'eventTime' is not an ISO 8601 instant"
            })
    void of_shouldSayWhatIsWrong(String right, String wrong, String message) {
        JsonObject broken = JsonObject.parse(RECORD.replace(right, wrong));

        assertThatThrownBy(() -> UploadedFile.of(broken))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessage(message);
    }

    @Test
    void ids_shouldDiffer_whenBucketKeyVersionOrChunkDo() {
        Instant now = Instant.EPOCH;
        List<UploadedFile> files = List.of(
                new UploadedFile("b", "k", "v", 1, now),
                new UploadedFile("c", "k", "v", 1, now),
                new UploadedFile("b", "l", "v", 1, now),
                new UploadedFile("b", "k", "w", 1, now));

        assertThat(files.stream()
                        .flatMap(file -> java.util.stream.Stream.of(
                                file.uploadId(eventIds), file.eventId(eventIds, 0), file.eventId(eventIds, 1))))
                .hasSize(12)
                .doesNotHaveDuplicates();
        assertThat(new UploadedFile("b", "k", "v", 1, now.plusSeconds(9)).eventId(eventIds, 1))
                .isEqualTo(files.getFirst().eventId(eventIds, 1));
    }
}
