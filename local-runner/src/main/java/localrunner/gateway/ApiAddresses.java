package localrunner.gateway;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;

/**
 * Makes what a template says about where its APIs answer true on this machine.
 *
 * <p>A template builds the address of a stage, which API Gateway calls its invoke URL, from the API's id: {@code
 * https://{id}.execute-api.{region}.amazonaws.com/{stage}}. Here a stage answers at its gateway's port, without a path
 * of its own.
 */
public final class ApiAddresses {

    private final Map<String, URI> gatewaysByInvokeUrl = new LinkedHashMap<>();

    /** @param gateways where each API answers, by logical id */
    public ApiAddresses(Application application, Map<String, URI> gateways) {
        for (Application.Api api : application.apis()) {
            String invokeUrl = "https://%s.execute-api.%s.amazonaws.com/%s"
                    .formatted(api.id(), application.region(), api.stageName());
            Optional.ofNullable(gateways.get(api.logicalId()))
                    .ifPresent(gateway -> gatewaysByInvokeUrl.put(invokeUrl, gateway));
        }
    }

    /** The text with the addresses that hold here. */
    public String localize(String text) {
        String local = text;
        for (Map.Entry<String, URI> address : gatewaysByInvokeUrl.entrySet()) {
            // A stage named "dev" must not be found in "develop".
            local = local.replaceAll(
                    Pattern.quote(address.getKey()) + "(?![A-Za-z0-9_-])",
                    Matcher.quoteReplacement(address.getValue().toString()));
        }
        return local;
    }
}
