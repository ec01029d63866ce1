package localrunner.sns;

/** Writes the XML of SNS's answers, and escapes values. Not thread-safe. */
final class Xml {

    private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    private final StringBuilder text = new StringBuilder();

    interface Content {
        void writeTo(Xml xml);
    }

    static String document(String name, Content content) {
        var xml = new Xml();
        xml.text.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\">");
        content.writeTo(xml);
        xml.text.append("</").append(name).append('>');
        return xml.text.toString();
    }

    Xml element(String name, Content content) {
        text.append('<').append(name).append('>');
        content.writeTo(this);
        text.append("</").append(name).append('>');
        return this;
    }

    Xml element(String name, String value) {
        return element(name, xml -> xml.escape(value));
    }

    private void escape(String value) {
        value.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> text.appendCodePoint(isAllowed(character) ? character : '\uFFFD');
            }
        });
    }

    /** Whether XML 1.0 can have the character; most control characters it can't even escape. */
    private static boolean isAllowed(int character) {
        boolean isText = character >= 0x20 && character != 0xFFFE && character != 0xFFFF && !isSurrogate(character);
        return isText || character == '\t' || character == '\n' || character == '\r';
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
