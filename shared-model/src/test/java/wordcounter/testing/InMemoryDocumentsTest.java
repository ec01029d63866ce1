package wordcounter.testing;

import wordcounter.documents.Documents;

class InMemoryDocumentsTest extends DocumentsContract {

    private final InMemoryDocuments documents = new InMemoryDocuments();

    @Override
    protected Documents documents() {
        return documents;
    }
}
