package wordcounter.contract;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import wordcounter.digest.FakeSlack;
import wordcounter.json.JsonObject;
import wordcounter.slack.SlackParameter;
import wordcounter.targets.Target;

/** The digest of a local target, turned on. It posts to a stand-in for Slack on this machine, which a function on AWS takes for none. */
final class LocalDigest implements AutoCloseable {

    private final Target target;
    private final FakeSlack slack = new FakeSlack(Clock.systemUTC());

    LocalDigest(Target target, Stack stack) {
        this.target = target;
        String parameter = SlackParameter.INCOMING_WEBHOOK_URL.nameUnder(stack.name("SlackSecretsPath"));
        try (SsmClient ssm = target.client(SsmClient.builder())) {
            ssm.putParameter(request -> request.name(parameter)
                    .type(ParameterType.SECURE_STRING)
                    .value(slack.address())
                    .overwrite(true));
        }
    }

    /** What messages show, of those in the channel that have all these texts. */
    List<String> messagesWith(String... texts) {
        return slack.channel().stream()
                .map(JsonObject::toJson)
                .filter(message -> Stream.of(texts).allMatch(message::contains))
                .toList();
    }

    /** Makes the daily event happen now. */
    void fireSchedule() {
        LocalSchedule.fire(target, "SlackDigestFunctionDaily");
    }

    @Override
    public void close() {
        slack.close();
    }
}
