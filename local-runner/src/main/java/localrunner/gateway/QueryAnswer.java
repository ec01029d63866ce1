package localrunner.gateway;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Turns an answer of AWS's query protocol into JSON: API Gateway asks services for that, and SQS answers {@code
 * {"SendMessageResponse": {"SendMessageResult": {...}, "ResponseMetadata": {...}}}}, an error {@code {"Error": {...}}}.
 */
final class QueryAnswer {

    private QueryAnswer() {}

    /** @throws MappingException when the text is no XML */
    static String asJson(String xml) {
        Element root = parse(xml);
        JsonNode content = json(root);
        return root.getTagName().equals("ErrorResponse")
                ? content.toString()
                : JsonMapper.shared()
                        .createObjectNode()
                        .set(root.getTagName(), content)
                        .toString();
    }

    private static Element parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new MappingException("the answer of SQS is no XML: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(Element element) {
        ObjectNode members = JsonMapper.shared().createObjectNode();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                add(members, inner);
            }
        }
        return members.isEmpty() ? StringNode.valueOf(element.getTextContent().strip()) : members;
    }

    private static void add(ObjectNode members, Element inner) {
        JsonNode value = json(inner);
        switch (members.get(inner.getTagName())) {
            case null -> members.set(inner.getTagName(), value);
            case ArrayNode several -> several.add(value);
            case JsonNode first ->
                members.putArray(inner.getTagName()).add(first).add(value);
        }
    }
}
