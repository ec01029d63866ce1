package wordcounter.testing;

import wordcounter.uploads.Uploads;

class InMemoryUploadsTest extends UploadsContract {

    private final InMemoryUploads uploads = new InMemoryUploads();

    @Override
    protected Uploads uploads() {
        return uploads;
    }
}
