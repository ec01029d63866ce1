package wordcounter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;
import wordcounter.uploads.Uploads;

/** What is kept of uploads. Kept by the fake and by the real one alike. */
public abstract class UploadsContract {

    private static final Cut OTHER_CUT = new Cut(2, 100, 10);

    private final String id = UUID.randomUUID().toString();
    private final UploadedFile file =
            new UploadedFile("bucket", "inbox/text.txt", "v1", 1_000, Instant.parse("2100-01-01T00:00:00Z"));

    protected abstract Uploads uploads();

    @Test
    void find_shouldBeEmpty_whenNobodyHasSeenTheFile() {
        assertThat(uploads().find(id)).isEmpty();
    }

    @Test
    void begin_shouldKeepTheFirstCut_whenAnotherComes() {
        Upload begun = uploads().begin(id, file, Cut.CURRENT);
        Upload again = uploads().begin(id, file, OTHER_CUT);

        assertThat(begun.file()).isEqualTo(file);
        assertThat(begun.cut()).contains(Cut.CURRENT);
        assertThat(begun.progress()).isEqualTo(Progress.NONE);
        assertThat(begun.refusal()).isEmpty();
        assertThat(again).isEqualTo(begun);
        assertThat(uploads().find(id)).contains(begun);
    }

    @Test
    void begin_shouldGoOn_whenSomeOfTheFileIsCounted() {
        uploads().begin(id, file, Cut.CURRENT);
        uploads().advance(id, new Progress(3, 300));

        assertThat(uploads().begin(id, file, OTHER_CUT).progress()).isEqualTo(new Progress(3, 300));
    }

    @Test
    void advance_shouldNeverGoBack() {
        uploads().begin(id, file, Cut.CURRENT);

        assertThat(uploads().advance(id, new Progress(3, 300))).isEqualTo(new Progress(3, 300));
        assertThat(uploads().advance(id, new Progress(2, 200))).isEqualTo(new Progress(3, 300));
        assertThat(uploads().advance(id, new Progress(3, 300))).isEqualTo(new Progress(3, 300));
        assertThat(uploads().advance(id, new Progress(9, 1_000))).isEqualTo(new Progress(9, 1_000));
        assertThat(uploads().find(id))
                .hasValueSatisfying(upload -> assertThat(upload.isCounted()).isTrue());
    }

    @Test
    void refuse_shouldKeepTheReason_untilSomebodyBegins() {
        uploads().refuse(id, file, "too large");

        assertThat(uploads().find(id)).hasValueSatisfying(upload -> {
            assertThat(upload.file()).isEqualTo(file);
            assertThat(upload.cut()).isEmpty();
            assertThat(upload.refusal()).contains("too large");
            assertThat(upload.isCounted()).isFalse();
        });
        assertThat(uploads().begin(id, file, OTHER_CUT).cut()).contains(OTHER_CUT);
        assertThat(uploads().find(id))
                .hasValueSatisfying(upload -> assertThat(upload.refusal()).isEmpty());
    }

    @Test
    void refuse_shouldKeepCutAndProgress_whenTheFileIsBegun() {
        uploads().begin(id, file, Cut.CURRENT);
        uploads().advance(id, new Progress(3, 300));
        uploads().refuse(id, file, "deleted");

        Upload begun = uploads().begin(id, file, OTHER_CUT);

        assertThat(begun.cut()).contains(Cut.CURRENT);
        assertThat(begun.progress()).isEqualTo(new Progress(3, 300));
        assertThat(begun.refusal()).isEmpty();
    }

    @Test
    void advance_shouldTakeARefusalBack() {
        uploads().begin(id, file, Cut.CURRENT);
        uploads().refuse(id, file, "deleted");
        uploads().advance(id, new Progress(3, 300));

        assertThat(uploads().find(id))
                .hasValueSatisfying(upload -> assertThat(upload.refusal()).isEmpty());
    }
}
