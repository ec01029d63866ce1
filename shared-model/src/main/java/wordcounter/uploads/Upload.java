package wordcounter.uploads;

import java.util.Optional;

/**
 * What is known of a file that is, or was to be, counted.
 *
 * @param uploadId of the file, see {@link UploadedFile#uploadId}
 * @param cut how it is cut; empty when it was refused before anybody began
 * @param refusal why it is not counted, or not counted any further; empty when nothing is wrong with it
 */
public record Upload(
        String uploadId, UploadedFile file, Optional<Cut> cut, Progress progress, Optional<String> refusal) {

    /** Why a file is refused that somebody has deleted: no retry can help it. */
    public static final String GONE = "the file was deleted before all of it was counted";

    public boolean isCounted() {
        return cut.isPresent() && progress.bytes() >= file.size();
    }
}
