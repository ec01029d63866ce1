package benchmarks.cost;

import java.util.Locale;

/**
 * A way in or out beside {@code POST /words}, and what AWS does for it that no function sees.
 *
 * <p>A queue's message is sent, received and deleted; a function's mapping receives and deletes a whole batch by one request each.
 */
enum Way {
    QUEUED_TEXT("a text of 10 words through `POST /queued/words`, ten a batch", 1, 1 + 2 / 10.0, 0, 1),
    DOCUMENT_CHANGE("a change of a document that is not quiet yet, with its check", 1, 1 + 2 + 2, 0, 1),
    DOCUMENT_FETCH("a document of 200 words that is quiet, 10 of them new: fetched and counted", 0, 2, 0, 1),
    UPLOADED_MEGABYTE("a megabyte of a file", 0, 0, 1, 0.5),
    MILESTONE("a milestone that is told to Slack", 0, 0, 0, 1);

    private final String text;
    private final double apiRequests;
    private final double queueRequests;
    private final double puts;
    private final double gigabytes;

    Way(String text, double apiRequests, double queueRequests, double puts, double gigabytes) {
        this.text = text;
        this.apiRequests = apiRequests;
        this.queueRequests = queueRequests;
        this.puts = puts;
        this.gigabytes = gigabytes;
    }

    String text() {
        return text;
    }

    /** How rows call it. */
    String step() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    double apiRequests() {
        return apiRequests;
    }

    /** Those that are made by AWS; the function's own are counted. */
    double queueRequests() {
        return queueRequests;
    }

    /** Requests that put something into the bucket. */
    double puts() {
        return puts;
    }

    /** The memory of its function, as template.yaml has it. */
    double gigabytes() {
        return gigabytes;
    }
}
