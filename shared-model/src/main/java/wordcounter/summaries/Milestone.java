package wordcounter.summaries;

import java.util.List;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;
import wordcounter.words.Words;

/**
 * A word's count has passed 100, 1,000, 10,000 or a larger power of ten. The count is what is shown of the word, so an occurrence is
 * worth 11.
 *
 * @param passed the largest power of ten that the count has passed
 * @param count what the word had come to with the change that passed it
 */
public record Milestone(String word, long passed, long count) {

    /** The member of a letter that has them. */
    public static final String MILESTONES = "milestones";

    /** The version in which a letter is written, and the newest that is read. */
    private static final int VERSION = 1;

    private static final long FIRST = 100;

    private static final String MEMBER_WORD = "word";
    private static final String MEMBER_PASSED = "passed";
    private static final String MEMBER_COUNT = "count";

    public Milestone {
        if (word.isEmpty() || word.codePointCount(0, word.length()) > Words.MAX_CODE_POINTS) {
            throw new InvalidJsonException("'" + MEMBER_WORD + "' is no word");
        }
        if (passed < FIRST || reached(count) != passed) {
            throw new InvalidJsonException("'" + MEMBER_PASSED + "' is not what the count has passed");
        }
    }

    /** The largest milestone that a count has reached; 0 when it has reached none. */
    public static long reached(long count) {
        if (count < FIRST) {
            return 0;
        }
        long milestone = FIRST;
        while (milestone <= count / 10) {
            milestone *= 10;
        }
        return milestone;
    }

    /**
     * Reads a record of the Summaries table's stream whose change passed a milestone.
     *
     * @throws InvalidJsonException when it is another record
     */
    public static Milestone parse(JsonObject streamRecord) {
        JsonObject image = streamRecord.requiredObject("dynamodb").requiredObject("NewImage");
        String id = image.requiredObject(SummaryItem.ID).requiredString("S");
        if (!SummaryItem.isWordId(id)) {
            throw new InvalidJsonException("'" + SummaryItem.ID + "' is not that of a word's summary");
        }
        return new Milestone(
                SummaryItem.word(id), number(image, SummaryItem.PASSED), number(image, SummaryItem.ITEM_COUNT));
    }

    private static long number(JsonObject image, String name) {
        try {
            return Long.parseLong(image.requiredObject(name).requiredString("N"));
        } catch (NumberFormatException e) {
            throw new InvalidJsonException("'" + name + "' is not a whole number");
        }
    }

    /** Milestones as they wait in the dead-letter queue: a parked item's payload, and the record that is handed over again. */
    public static JsonObject letter(List<Milestone> milestones) {
        return JsonObject.builder()
                .put(MessageVersion.MEMBER, VERSION)
                .put(MILESTONES, milestones.stream().map(Milestone::toJson).toList())
                .build();
    }

    /**
     * Reads what {@link #letter} wrote.
     *
     * @throws InvalidJsonException when it is not one
     */
    public static List<Milestone> ofLetter(JsonObject letter) {
        MessageVersion.requireAtMost(VERSION, letter);
        return letter.requiredObjects(MILESTONES).stream().map(Milestone::of).toList();
    }

    private static Milestone of(JsonObject json) {
        return new Milestone(
                json.requiredString(MEMBER_WORD), json.requiredLong(MEMBER_PASSED), json.requiredLong(MEMBER_COUNT));
    }

    private JsonObject toJson() {
        return JsonObject.builder()
                .put(MEMBER_WORD, word)
                .put(MEMBER_PASSED, passed)
                .put(MEMBER_COUNT, count)
                .build();
    }
}
