/**
 * What a value means: intrinsic functions, conditions, parameters, mappings, and what can be referred to.
 *
 * <p>A new intrinsic function is written here; its name is listed in {@code document.Intrinsics}, by which YAML is
 * read. What a reference to a resource gives is said by {@code resources}, which registers it in {@link
 * localrunner.template.values.References}.
 */
package localrunner.template.values;
