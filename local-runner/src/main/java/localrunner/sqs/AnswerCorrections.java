package localrunner.sqs;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.edge.EdgeResponse;
import localrunner.sqs.SqsRequest.Protocol;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes ElasticMQ's answers those of SQS, where they differ by a code, a status or a member. Immutable.
 *
 * <p>Since 2025 SQS leaves out a member that would be an empty list or map, such as {@code Messages}.
 */
final class AnswerCorrections {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern XML_CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final Pattern XML_TEXT = Pattern.compile("<Message>([^<]*)</Message>");
    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");

    /** Operations whose answers have no empty member. */
    private static final Set<String> WITHOUT_EMPTY_MEMBERS =
            Set.of("GetQueueAttributes", "ListQueueTags", "ListQueues", "ReceiveMessage", "SendMessageBatch");

    private static final Set<String> MOVE_TASKS =
            Set.of("StartMessageMoveTask", "ListMessageMoveTasks", "CancelMessageMoveTask");

    private final Map<String, Map<String, String>> attributes;

    /** @param attributes of each queue by its name: those that ElasticMQ does not tell */
    AnswerCorrections(Map<String, Map<String, String>> attributes) {
        this.attributes = Map.copyOf(attributes);
    }

    EdgeResponse corrected(SqsRequest request, EdgeResponse answer) {
        return switch (request.protocol()) {
            case JSON -> correctedJson(request, answer);
            case QUERY -> correctedXml(request, answer);
        };
    }

    private EdgeResponse correctedJson(SqsRequest request, EdgeResponse answer) {
        if (!(parsed(answer.bodyText()) instanceof ObjectNode json)) {
            return answer;
        }
        if (answer.status() >= 400) {
            String type = json.path("__type").asString("");
            String shape = type.substring(type.indexOf('#') + 1);
            return error(request, shape, json.path("Message").asString(""));
        }
        json.path("Failed").forEach(failure -> {
            SqsException reason = reason(
                    request,
                    failure.path("Code").asString(""),
                    failure.path("Message").asString(""));
            ((ObjectNode) failure).put("Code", reason.code()).put("Message", reason.text());
        });
        json.path("Results").forEach(task -> {
            if (!task.path("Status").asString("").equals("RUNNING")) {
                ((ObjectNode) task).remove("TaskHandle");
            }
        });
        if (request.operation().equals("GetQueueAttributes")) {
            ObjectNode shown = json.withObject("/Attributes");
            untold(request).forEach(shown::put);
        }
        if (WITHOUT_EMPTY_MEMBERS.contains(request.operation())) {
            json.removeIf(member -> member.isContainer() && member.isEmpty());
        }
        return withBody(answer, json.toString());
    }

    private EdgeResponse correctedXml(SqsRequest request, EdgeResponse answer) {
        String xml = answer.bodyText();
        Matcher code = XML_CODE.matcher(xml);
        Matcher text = XML_TEXT.matcher(xml);
        if (answer.status() >= 400) {
            boolean readable = code.find() && text.find();
            return readable ? error(request, code.group(1), unescaped(text.group(1))) : answer;
        }
        String corrected = code.replaceAll(found -> Matcher.quoteReplacement(
                "<Code>" + reason(request, found.group(1), "").code() + "</Code>"));
        if (request.operation().equals("GetQueueAttributes")) {
            var more = new StringBuilder();
            untold(request)
                    .forEach((name, value) -> more.append("<Attribute><Name>")
                            .append(name)
                            .append("</Name><Value>")
                            .append(value)
                            .append("</Value></Attribute>"));
            corrected = corrected.replace("</GetQueueAttributesResult>", more + "</GetQueueAttributesResult>");
        }
        return withBody(answer, corrected);
    }

    /** The attributes that were asked for and that ElasticMQ does not tell. */
    private Map<String, String> untold(SqsRequest request) {
        Set<String> wanted = Set.copyOf(request.parameters()
                .path("AttributeNames")
                .valueStream()
                .map(name -> name.asString(""))
                .toList());
        Map<String, String> untold =
                new TreeMap<>(attributes.getOrDefault(request.queueName(), LocalSqs.DEFAULT_ATTRIBUTES));
        untold.keySet().removeIf(name -> !wanted.contains("All") && !wanted.contains(name));
        return untold;
    }

    private static EdgeResponse error(SqsRequest request, String code, String text) {
        return reason(request, code, text).answer(request.protocol());
    }

    /** SQS's error for ElasticMQ's. */
    private static SqsException reason(SqsRequest request, String code, String text) {
        return switch (code) {
            case "InvalidAttributeValue", "InvalidParameterValue" ->
                request.operation().equals("SetQueueAttributes")
                        ? new SqsException("InvalidAttributeValue", text)
                        : SqsException.invalidParameterValue(text);
            case "MissingParameter" -> new SqsException("MissingRequiredParameterException", text);
            case "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue" -> noSuchQueue(request);
            case "QueueNameExists" ->
                new SqsException(
                        code,
                        "A queue already exists with the same name and a different value for attribute "
                                + String.join(
                                        " or ",
                                        request.parameters().path("Attributes").propertyNames()));
            case "ReceiptHandleIsInvalid" ->
                new SqsException(
                        code, "The input receipt handle \"" + quoted(text) + "\" is not a valid receipt handle.");
            case "ResourceNotFoundException" ->
                request.operation().equals("CancelMessageMoveTask")
                        ? SqsException.invalidParameterValue("Value for parameter TaskHandle is invalid.")
                        : new SqsException(code, text);
            case "InvalidAction" ->
                new SqsException("UnknownOperationException", "SQS has no operation " + request.operation() + ".");
            default -> new SqsException(code.substring(code.lastIndexOf('.') + 1), text);
        };
    }

    private static SqsException noSuchQueue(SqsRequest request) {
        if (MOVE_TASKS.contains(request.operation())) {
            return SqsException.noSuchResource("SourceArn");
        }
        String end = request.protocol() == Protocol.QUERY ? " for this wsdl version." : ".";
        return new SqsException("QueueDoesNotExist", "The specified queue does not exist" + end);
    }

    private static String quoted(String text) {
        Matcher matcher = QUOTED.matcher(text);
        return matcher.find() ? matcher.group(1) : text;
    }

    private static String unescaped(String xml) {
        return xml.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static EdgeResponse withBody(EdgeResponse answer, String body) {
        return new EdgeResponse(answer.status(), answer.headers(), body.getBytes(StandardCharsets.UTF_8));
    }
}
