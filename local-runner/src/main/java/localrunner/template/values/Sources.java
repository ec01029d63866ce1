package localrunner.template.values;

/**
 * What a value can be made of beside the resources: the sections Parameters, Mappings and Conditions, and what AWS
 * adds.
 */
public record Sources(
        ParameterValues parameters, PseudoParameters pseudoParameters, Mappings mappings, Conditions conditions) {}
