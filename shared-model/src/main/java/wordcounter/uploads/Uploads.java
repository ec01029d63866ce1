package wordcounter.uploads;

import java.util.Optional;

/** What is written down of files. Each write may be repeated, and come from several attempts at one file at once. */
public interface Uploads {

    /** What stands there by now; empty when nobody has seen the file. */
    Optional<Upload> find(String uploadId);

    /**
     * Writes down that a file is begun, and how it is cut, unless that stands there. A refusal is taken back.
     *
     * @return what stands there then: the first attempt's cut, and how far anybody is
     */
    Upload begin(String uploadId, UploadedFile file, Cut cut);

    /**
     * Writes down how far the file is counted, unless it is counted further.
     *
     * @return how far it is counted
     */
    Progress advance(String uploadId, Progress progress);

    /** Writes down why a file is not counted, or not counted any further. */
    void refuse(String uploadId, UploadedFile file, String reason);
}
