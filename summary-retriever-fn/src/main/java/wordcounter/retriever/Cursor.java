package wordcounter.retriever;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;

/** Turns the id that a page ended with into a text that a client hands back for the next page, and back. */
final class Cursor {

    /** The longest cursor: the id of a word of 64 code points, four bytes each, in base64. */
    private static final int MAX_LENGTH = 400;

    private Cursor() {}

    static String of(String lastId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(lastId.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException 400 when it is none of ours */
    static String lastId(String cursor) {
        try {
            String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (of(id).equals(cursor) && !id.isEmpty() && cursor.length() <= MAX_LENGTH) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return new ProblemException(
                Problem.Type.INVALID_PARAMETER,
                "cursor is not one of this API's. Take it from the member next of the page before.");
    }
}
