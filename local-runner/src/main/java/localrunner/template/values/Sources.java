package localrunner.template.values;

import java.util.Map;

/**
 * What a value can be made of beside the resources: the sections Parameters, Mappings and Conditions, and what AWS
 * adds.
 *
 * @param storedParameters what is in Parameter Store before the start, by name; dynamic references may name it
 */
public record Sources(
        ParameterValues parameters,
        PseudoParameters pseudoParameters,
        Mappings mappings,
        Conditions conditions,
        Map<String, String> storedParameters) {

    public Sources {
        storedParameters = Map.copyOf(storedParameters);
    }
}
