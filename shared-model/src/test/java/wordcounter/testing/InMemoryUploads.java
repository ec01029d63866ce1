package wordcounter.testing;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;
import wordcounter.uploads.Uploads;

/** Keeps uploads in memory, as the table does. Not thread-safe. */
public final class InMemoryUploads implements Uploads {

    private final Map<String, Upload> uploads = new TreeMap<>();

    @Override
    public Optional<Upload> find(String uploadId) {
        return Optional.ofNullable(uploads.get(uploadId));
    }

    @Override
    public Upload begin(String uploadId, UploadedFile file, Cut cut) {
        Upload known = known(uploadId, file);
        Upload begun = new Upload(
                uploadId, known.file(), Optional.of(known.cut().orElse(cut)), known.progress(), Optional.empty());
        uploads.put(uploadId, begun);
        return begun;
    }

    @Override
    public Progress advance(String uploadId, Progress progress) {
        Upload known = find(uploadId).orElseThrow();
        if (known.progress().chunks() >= progress.chunks()) {
            return known.progress();
        }
        uploads.put(uploadId, new Upload(uploadId, known.file(), known.cut(), progress, Optional.empty()));
        return progress;
    }

    @Override
    public void refuse(String uploadId, UploadedFile file, String reason) {
        Upload known = known(uploadId, file);
        uploads.put(uploadId, new Upload(uploadId, known.file(), known.cut(), known.progress(), Optional.of(reason)));
    }

    private Upload known(String uploadId, UploadedFile file) {
        return find(uploadId)
                .orElseGet(() -> new Upload(uploadId, file, Optional.empty(), Progress.NONE, Optional.empty()));
    }
}
