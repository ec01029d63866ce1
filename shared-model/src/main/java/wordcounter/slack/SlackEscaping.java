package wordcounter.slack;

/** Escapes the three characters that have a meaning in Slack's text ("Formatting message text", docs.slack.dev). */
public final class SlackEscaping {

    private SlackEscaping() {}

    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The text that was escaped; other entities, which Slack does not know, stay as they are. */
    public static String unescape(String escaped) {
        return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
