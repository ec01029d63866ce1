package localrunner.template;

import java.net.URI;
import java.util.Map;

/**
 * What a template leaves open and each stack decides.
 *
 * @param edgeEndpoint where the edge port answers, such as {@code http://127.0.0.1:4566}; queue URLs begin with it
 * @param parameters values for the template's parameters, in the place of their defaults
 */
public record ReaderSettings(String stackName, String region, URI edgeEndpoint, Map<String, String> parameters) {
    public ReaderSettings {
        if (!stackName.matches("[a-zA-Z][-a-zA-Z0-9]{0,127}")) {
            throw new IllegalArgumentException("stack name '" + stackName
                    + "' must start with a letter and have letters, digits and hyphens only, at most 128");
        }
        parameters = Map.copyOf(parameters);
    }
}
