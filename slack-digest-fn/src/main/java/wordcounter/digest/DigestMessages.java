package wordcounter.digest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import wordcounter.summaries.Milestone;
import wordcounter.summaries.WordTotal;

/** What the digest says. */
final class DigestMessages {

    /** How many words the daily message has. */
    static final int MOST_FREQUENT = 10;

    /** Words that a message names; of the others it says how many they are. Nobody reads more, and Slack takes 50 blocks. */
    static final int MOST_NAMED = 50;

    private static final Comparator<Milestone> LARGEST_FIRST = Comparator.comparingLong(Milestone::passed)
            .thenComparingLong(Milestone::count)
            .reversed()
            .thenComparing(Milestone::word);

    private DigestMessages() {}

    /** @param milestones one or more, each of another word */
    static SlackMessage milestones(List<Milestone> milestones) {
        List<Milestone> sorted = milestones.stream().sorted(LARGEST_FIRST).toList();
        List<String> lines = sorted.stream()
                .limit(MOST_NAMED)
                .map(milestone -> shown(milestone.word()) + " has passed " + number(milestone.passed()) + ": it is at "
                        + number(milestone.count()))
                .toList();
        int others = sorted.size() - lines.size();
        return new SlackMessage(
                sorted.size() == 1 ? "A milestone" : number(sorted.size()) + " milestones",
                lines,
                others == 0
                        ? ""
                        : "and " + number(others) + (others == 1 ? " more word has" : " more words have")
                                + " passed one, of " + number(sorted.getLast().passed()) + " or more");
    }

    /** @param words the most frequent first */
    static SlackMessage mostFrequent(List<WordTotal> words) {
        List<String> lines = new ArrayList<>();
        for (WordTotal word : words) {
            lines.add(lines.size() + 1 + ". " + shown(word.word()) + ": " + number(word.count()));
        }
        return words.isEmpty()
                ? new SlackMessage("No word is counted yet", List.of(), "")
                : new SlackMessage("The most frequent words", lines, "");
    }

    /** The same, for somebody who wants to see whether it arrives. */
    static SlackMessage test(SlackMessage message) {
        return new SlackMessage(message.heading(), message.lines(), "A test, sent by ./words digest --now");
    }

    /** The word between marks that keep its direction from turning the line (FSI and PDI, Unicode Standard Annex 9). */
    private static String shown(String word) {
        return "\u2068" + word.replaceAll("\\p{Cntrl}", " ") + "\u2069";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
