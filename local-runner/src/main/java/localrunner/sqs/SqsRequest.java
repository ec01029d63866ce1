package localrunner.sqs;

import java.util.Map;
import localrunner.edge.EdgeRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to SQS in either of its wire protocols, with its parameters in the shape of the JSON protocol.
 *
 * <p>What no rule looks at is left out. In the query protocol numbers stay text. AWS document "Amazon SQS API
 * Reference"; the two protocols differ in names: {@code MessageAttribute.1.Name} and {@code .Value} there are an entry
 * of {@code MessageAttributes} here.
 */
public record SqsRequest(Protocol protocol, String operation, ObjectNode parameters) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TARGET = "AmazonSQS.";

    public enum Protocol {
        JSON,
        QUERY
    }

    /** A request that is not well-formed has no parameters: ElasticMQ says what is wrong with it. */
    public static SqsRequest of(EdgeRequest request) {
        String target = request.header("X-Amz-Target").orElse("");
        if (target.startsWith(TARGET)) {
            return new SqsRequest(Protocol.JSON, target.substring(TARGET.length()), parsed(request.bodyText()));
        }
        Map<String, String> form = request.parameters();
        ObjectNode parameters = parameters(form, "");
        if (!parameters.has("QueueUrl") && request.path().length() > 1) {
            parameters.put("QueueUrl", request.path());
        }
        String operation = form.getOrDefault("Action", "");
        if (operation.endsWith("Batch")) {
            parameters.set("Entries", entries(form, operation + "RequestEntry."));
        }
        return new SqsRequest(Protocol.QUERY, operation, parameters);
    }

    /** The last part of the queue's URL; empty when the request has none. */
    public String queueName() {
        String url = parameters.path("QueueUrl").asString("");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static ObjectNode parsed(String body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode parameters ? parameters : JSON.createObjectNode();
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    private static ArrayNode entries(Map<String, String> form, String prefix) {
        ArrayNode entries = JSON.createArrayNode();
        for (int entry = 1; has(form, prefix + entry + "."); entry++) {
            entries.add(parameters(form, prefix + entry + "."));
        }
        return entries;
    }

    private static ObjectNode parameters(Map<String, String> form, String prefix) {
        ObjectNode parameters = JSON.createObjectNode();
        form.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
                parameters.put(name.substring(prefix.length()), value);
            }
        });
        ObjectNode attributes = JSON.createObjectNode();
        for (int entry = 1; has(form, prefix + "MessageAttribute." + entry + "."); entry++) {
            String path = prefix + "MessageAttribute." + entry + ".";
            attributes.set(form.getOrDefault(path + "Name", ""), parameters(form, path + "Value."));
        }
        putUnlessEmpty(parameters, "MessageAttributes", attributes);
        ObjectNode queueAttributes = JSON.createObjectNode();
        for (int entry = 1; has(form, prefix + "Attribute." + entry + "."); entry++) {
            String path = prefix + "Attribute." + entry + ".";
            queueAttributes.put(form.getOrDefault(path + "Name", ""), form.getOrDefault(path + "Value", ""));
        }
        putUnlessEmpty(parameters, "Attributes", queueAttributes);
        ArrayNode names = JSON.createArrayNode();
        for (int entry = 1; form.containsKey(prefix + "AttributeName." + entry); entry++) {
            names.add(form.get(prefix + "AttributeName." + entry));
        }
        putUnlessEmpty(parameters, "AttributeNames", names);
        return parameters;
    }

    private static void putUnlessEmpty(ObjectNode parameters, String name, JsonNode value) {
        if (!value.isEmpty()) {
            parameters.set(name, value);
        }
    }

    private static boolean has(Map<String, String> form, String prefix) {
        return form.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
