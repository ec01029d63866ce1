package wordcounter.replay;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.replay.LetterBody.SnsDelivery.Attribute;

/**
 * The body of a call of SNS's Publish, a form. It is written by hand, since the SDK's client for this one call has 1 MB ("Publish",
 * Amazon SNS API Reference).
 */
final class PublishForm {

    private PublishForm() {}

    static String of(SnsDelivery message, Map<String, Attribute> attributes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "Publish");
        form.put("Version", "2010-03-31");
        form.put("TopicArn", message.topicArn());
        form.put("Message", message.message());
        message.subject().ifPresent(subject -> form.put("Subject", subject));
        int entry = 0;
        for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
            String prefix = "MessageAttributes.entry." + ++entry + ".";
            form.put(prefix + "Name", attribute.getKey());
            form.put(prefix + "Value.DataType", attribute.getValue().type());
            form.put(prefix + "Value.StringValue", attribute.getValue().value());
        }
        return form.entrySet().stream()
                .map(member -> encoded(member.getKey()) + "=" + encoded(member.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
