package wordcounter.reconciliation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import wordcounter.reconciliation.Reconciliation.Difference;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;

/**
 * Looks for files that nobody counts any more. A file that is under way is further at the next look; one that stands still waits for a
 * retry, or is a dead letter.
 */
final class UploadCheck {

    private final Tables tables;

    UploadCheck(Tables tables) {
        this.tables = tables;
    }

    /** Looks until no file stands still, or patience ends. */
    void compare(Polling polling, Differences differences) {
        Map<String, Progress> first = new HashMap<>();
        while (true) {
            Differences found = new Differences();
            tables.unfinishedUploads(
                    upload -> {
                        Progress before = Optional.ofNullable(first.putIfAbsent(upload.uploadId(), upload.progress()))
                                .orElse(upload.progress());
                        if (upload.progress().equals(before)) {
                            found.add(unfinished(upload));
                        }
                    },
                    id -> found.add(new Difference("upload", id, "what is known of a file", "something else")));
            if (found.isEmpty() || !polling.again()) {
                differences.addAll(found);
                return;
            }
        }
    }

    private static Difference unfinished(Upload upload) {
        return new Difference(
                "upload",
                upload.file().key() + " " + upload.file().version(),
                upload.file().size() + " bytes counted",
                upload.progress().bytes() + " counted, and no more for a while; put there "
                        + upload.file().putAt());
    }
}
