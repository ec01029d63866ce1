package wordcounter.counter.slack;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wordcounter.slack.SlackEscaping;

/** Text as Slack sends it ("Formatting message text", docs.slack.dev), and as a person reads it. */
final class SlackText {

    /** {@code <@U012AB3CD>}, {@code <#C123ABC456|general>}, {@code <!here>}, {@code <https://example.com|a link>}. */
    private static final Pattern REFERENCE = Pattern.compile("<([^<>|]*)(?:\\|([^<>]*))?>");

    private SlackText() {}

    /** Links and channels as they are shown; people and groups that are called are no words. */
    static String plain(String text) {
        return SlackEscaping.unescape(
                REFERENCE.matcher(text).replaceAll(reference -> Matcher.quoteReplacement(shown(reference))));
    }

    private static String shown(MatchResult reference) {
        String target = reference.group(1);
        String label = reference.group(2) == null ? "" : reference.group(2);
        boolean isCall = target.startsWith("@") || (target.startsWith("!") && !target.startsWith("!date"));
        if (isCall) {
            return " ";
        }
        boolean isLink = !target.startsWith("#") && !target.startsWith("!");
        return label.isEmpty() && isLink ? target : label;
    }
}
