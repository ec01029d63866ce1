package localrunner.template;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a template leaves open and each stack decides.
 *
 * @param edgeEndpoint where the edge port answers, such as {@code http://127.0.0.1:4566}; queue URLs begin with it
 * @param parameters values for the template's parameters, in the place of their defaults; a name that begins with a
 *     slash is that of a parameter in Parameter Store
 * @param enforceIam whether the template's permissions are read, which have to be understood then
 */
public record ReaderSettings(
        String stackName, String region, URI edgeEndpoint, Map<String, String> parameters, boolean enforceIam) {

    /** Settings of a runner that allows every call. */
    public ReaderSettings(String stackName, String region, URI edgeEndpoint, Map<String, String> parameters) {
        this(stackName, region, edgeEndpoint, parameters, false);
    }

    public ReaderSettings {
        if (!stackName.matches("[a-zA-Z][-a-zA-Z0-9]{0,127}")) {
            throw new IllegalArgumentException("stack name '" + stackName
                    + "' must start with a letter and have letters, digits and hyphens only, at most 128");
        }
        parameters = Map.copyOf(parameters);
    }

    /** The values for parameters of the template. */
    Map<String, String> templateParameters() {
        return parametersWhose(name -> !isStored(name));
    }

    /** The values that are in Parameter Store before the start. */
    Map<String, String> storedParameters() {
        return parametersWhose(ReaderSettings::isStored);
    }

    private Map<String, String> parametersWhose(Predicate<String> nameIs) {
        Map<String, String> some = new TreeMap<>(parameters);
        some.keySet().removeIf(nameIs.negate());
        return some;
    }

    private static boolean isStored(String name) {
        return name.startsWith("/");
    }
}
