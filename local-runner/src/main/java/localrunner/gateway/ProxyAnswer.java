package localrunner.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import localrunner.gateway.GatewayRequest.Header;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a function's answer.
 *
 * <p>AWS document "Lambda proxy integrations in API Gateway", section "Output format of a Lambda function for proxy
 * integration": the answer has no other members than the five named there, and need not have any of them. A header in
 * both maps has the values of both; a value that is in both is sent once. "Amazon API Gateway important notes" says what becomes of
 * headers that API Gateway keeps for itself.
 */
final class ProxyAnswer {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> MEMBERS =
            Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");
    private static final Set<String> REMAPPED = Set.of(
            "authorization",
            "connection",
            "content-md5",
            "date",
            "max-forwards",
            "server",
            "user-agent",
            "www-authenticate");
    private static final Set<String> DROPPED =
            Set.of("content-length", "expect", "host", "proxy-authenticate", "te", "trailer", "upgrade");

    /** What the client accepts: a body in Base64 is decoded for BINARY, and passed on as it is for TEXT. */
    enum Accepted {
        BINARY,
        TEXT
    }

    private ProxyAnswer() {}

    /** @throws MalformedProxyAnswerException with what is wrong and what would be right */
    static GatewayAnswer read(String payload, Accepted accepted) throws MalformedProxyAnswerException {
        JsonNode answer = parse(payload);
        for (String member : answer.propertyNames()) {
            if (!MEMBERS.contains(member)) {
                throw new MalformedProxyAnswerException("it has the member \"" + member
                        + "\"; allowed are statusCode, headers, multiValueHeaders, body and isBase64Encoded");
            }
        }
        boolean base64 = readBoolean(answer.path("isBase64Encoded"));
        Bytes body = readBody(answer.path("body"), base64 && accepted == Accepted.BINARY);
        return new GatewayAnswer(readStatus(answer.path("statusCode")), readHeaders(answer), body);
    }

    private static JsonNode parse(String payload) throws MalformedProxyAnswerException {
        JsonNode answer;
        try {
            answer = JSON.readTree(payload);
        } catch (JacksonException e) {
            throw new MalformedProxyAnswerException("it is not JSON: " + e.getOriginalMessage());
        }
        if (!answer.isObject()) {
            throw new MalformedProxyAnswerException(
                    "it is not a JSON object such as {\"statusCode\": 200, \"body\": \"...\"}");
        }
        return answer;
    }

    private static int readStatus(JsonNode status) throws MalformedProxyAnswerException {
        int code;
        if (status.isIntegralNumber() && status.canConvertToInt()) {
            code = status.intValue();
        } else if (status.isString() && status.stringValue().matches("[0-9]{3}")) {
            code = Integer.parseInt(status.stringValue());
        } else if (status.isMissingNode() || status.isNull()) {
            // This is not documented: any answer without a status is a 200, even {}.
            code = 200;
        } else {
            throw new MalformedProxyAnswerException("its statusCode is " + status + ", not an HTTP status");
        }
        if (code < 200 || code > 599) {
            throw new MalformedProxyAnswerException("its statusCode is " + code + ", not an HTTP status of 200 to 599");
        }
        return code;
    }

    private static boolean readBoolean(JsonNode value) throws MalformedProxyAnswerException {
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new MalformedProxyAnswerException("its isBase64Encoded is " + value + ", not true or false");
        }
        return value.booleanValue();
    }

    private static Bytes readBody(JsonNode body, boolean decode) throws MalformedProxyAnswerException {
        if (body.isMissingNode() || body.isNull()) {
            return Bytes.NONE;
        }
        if (!body.isString()) {
            throw new MalformedProxyAnswerException("its body is not a string; JSON has to be written into one");
        }
        if (!decode) {
            return Bytes.ofText(body.stringValue());
        }
        try {
            return Bytes.ofBase64(body.stringValue());
        } catch (IllegalArgumentException e) {
            throw new MalformedProxyAnswerException("isBase64Encoded is true and its body is not Base64");
        }
    }

    private static List<Header> readHeaders(JsonNode answer) throws MalformedProxyAnswerException {
        var merged = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, JsonNode> header :
                members(answer, "multiValueHeaders").entrySet()) {
            if (!header.getValue().isArray()) {
                throw new MalformedProxyAnswerException(
                        "multiValueHeaders." + header.getKey() + " is not a list of strings");
            }
            List<String> values = merged.computeIfAbsent(header.getKey(), _ -> new ArrayList<>());
            for (JsonNode value : header.getValue()) {
                values.add(text("multiValueHeaders." + header.getKey(), value));
            }
        }
        for (Map.Entry<String, JsonNode> header : members(answer, "headers").entrySet()) {
            String value = text("headers." + header.getKey(), header.getValue());
            List<String> values = merged.computeIfAbsent(header.getKey(), _ -> new ArrayList<>());
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        merged.putIfAbsent("Content-Type", List.of("application/json"));
        return passedOn(merged);
    }

    private static List<Header> passedOn(Map<String, List<String>> headers) throws MalformedProxyAnswerException {
        var passedOn = new ArrayList<Header>();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String lowerCase = header.getKey().toLowerCase(Locale.ROOT);
            if (lowerCase.equals("transfer-encoding")) {
                throw new MalformedProxyAnswerException("it sets Transfer-Encoding, which API Gateway refuses");
            }
            if (!lowerCase.matches("[!#$%&'*+.^_`|~0-9a-z-]+")) {
                throw new MalformedProxyAnswerException("\"" + header.getKey() + "\" is no name for a header");
            }
            if (!DROPPED.contains(lowerCase)) {
                String name = REMAPPED.contains(lowerCase) ? "x-amzn-Remapped-" + header.getKey() : header.getKey();
                header.getValue().forEach(value -> passedOn.add(new Header(name, value)));
            }
        }
        return passedOn;
    }

    private static Map<String, JsonNode> members(JsonNode answer, String name) throws MalformedProxyAnswerException {
        JsonNode headers = answer.path(name);
        if (headers.isMissingNode() || headers.isNull()) {
            return Map.of();
        }
        if (!headers.isObject()) {
            throw new MalformedProxyAnswerException("its " + name + " is not a JSON object");
        }
        var members = new LinkedHashMap<String, JsonNode>();
        headers.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private static String text(String where, JsonNode value) throws MalformedProxyAnswerException {
        if (!value.isString() && !value.isBoolean()) {
            throw new MalformedProxyAnswerException(where + " is " + value + ", not a string");
        }
        String text = value.asString();
        if (text.chars().anyMatch(character -> character == '\r' || character == '\n' || character == 0)) {
            throw new MalformedProxyAnswerException(where + " has a line break in it");
        }
        return text;
    }
}
