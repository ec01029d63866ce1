/**
 * What a value means: intrinsic functions, conditions, parameters, mappings, and what can be referred to.
 *
 * <p>A new intrinsic function comes in here. What the single resource types give to a reference does not: the room
 * {@code resources} registers that in {@link localrunner.template.values.References}.
 */
package localrunner.template.values;
