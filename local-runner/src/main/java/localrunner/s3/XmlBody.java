package localrunner.s3;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** An element of a request's XML; namespaces are not looked at. Immutable. */
final class XmlBody {

    private final Element element;

    private XmlBody(Element element) {
        this.element = element;
    }

    /**
     * Reads a document without a DTD, so that it can refer to nothing outside of it.
     *
     * @throws S3Exception when it is not well-formed or has another root
     */
    static XmlBody parse(String text, String root) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setNamespaceAware(true);
            var builder = factory.newDocumentBuilder();
            // Without a handler the parser prints what is wrong.
            builder.setErrorHandler(new DefaultHandler());
            Element element =
                    builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
            if (!element.getLocalName().equals(root)) {
                throw S3Exception.malformedXml();
            }
            return new XmlBody(element);
        } catch (SAXException | IOException e) {
            throw S3Exception.malformedXml();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every JDK's parser can do without DTDs", e);
        }
    }

    List<XmlBody> all(String name) {
        List<XmlBody> found = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner && inner.getLocalName().equals(name)) {
                found.add(new XmlBody(inner));
            }
        }
        return found;
    }

    Optional<XmlBody> one(String name) {
        return all(name).stream().findFirst();
    }

    Optional<String> text(String name) {
        return one(name).map(inner -> inner.element.getTextContent());
    }

    /** @throws S3Exception when there is no such element */
    String requiredText(String name) {
        return text(name).orElseThrow(S3Exception::malformedXml);
    }
}
