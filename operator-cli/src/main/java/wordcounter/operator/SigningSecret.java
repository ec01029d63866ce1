package wordcounter.operator;

import java.security.SecureRandom;
import java.util.HexFormat;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import wordcounter.slack.SlackParameter;

/**
 * The secret by which Slack's requests are signed, as the stack has it in Parameter Store.
 *
 * @param isNew whether it was put there just now, so that the function does not know it yet
 */
record SigningSecret(String value, boolean isNew) {

    /** Reads it. The local runner gets one where it has none. */
    static SigningSecret of(StackAccess stack, Console console) {
        String name = SlackParameter.SIGNING_SECRET.nameUnder(stack.name("SlackSecretsPath"));
        try (SsmClient ssm = stack.build(SsmClient.builder())) {
            return stack.call(() -> {
                try {
                    String value = ssm.getParameter(
                                    request -> request.name(name).withDecryption(true))
                            .parameter()
                            .value();
                    return new SigningSecret(value.strip(), false);
                } catch (ParameterNotFoundException e) {
                    if (!stack.isLocalRunner()) {
                        throw new OperatorException(
                                "there is no SecureString " + name
                                        + ": put your Slack app's Signing Secret there, as docs/slack.md says",
                                e);
                    }
                    return make(ssm, name, console);
                }
            });
        }
    }

    private static SigningSecret make(SsmClient ssm, String name, Console console) {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        String value = HexFormat.of().formatHex(secret);
        ssm.putParameter(
                request -> request.name(name).type(ParameterType.SECURE_STRING).value(value));
        console.err()
                .println("There was no SecureString " + Printable.value(name)
                        + "; now there is one, with a secret made up.");
        return new SigningSecret(value, true);
    }
}
