package localrunner.s3;

import java.util.Optional;

/** Writes the XML of S3's answers, and escapes values. Not thread-safe. */
final class Xml {

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text = new StringBuilder(DECLARATION);

    interface Content {
        void writeTo(Xml xml);
    }

    /** A document in S3's namespace. */
    static String document(String name, Content content) {
        Xml xml = new Xml();
        xml.text.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\">");
        content.writeTo(xml);
        xml.text.append("</").append(name).append('>');
        return xml.text.toString();
    }

    /** An error, which is in no namespace. */
    static String error(Content content) {
        return plain("Error", content);
    }

    /** A document in no namespace. */
    static String plain(String name, Content content) {
        return new Xml().element(name, content).text.toString();
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

    /** The text of the element that is being written. */
    Xml text(String value) {
        escape(value);
        return this;
    }

    Xml element(String name, long value) {
        return element(name, Long.toString(value));
    }

    Xml element(String name, boolean value) {
        return element(name, Boolean.toString(value));
    }

    /** Writes nothing when there is no value. */
    Xml element(String name, Optional<String> value) {
        value.ifPresent(present -> element(name, present));
        return this;
    }

    /** A key may have control characters, which S3 writes as references although XML 1.0 can't have them. */
    private void escape(String value) {
        value.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> {
                    if (character < 0x20 && character != '\n' && character != '\t') {
                        text.append("&#x")
                                .append(Integer.toHexString(character))
                                .append(';');
                    } else {
                        text.appendCodePoint(character);
                    }
                }
            }
        });
    }
}
