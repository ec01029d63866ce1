/**
 * The section Resources: one reader per resource type, functions' events, Globals, and what is left aside on a laptop.
 *
 * <p>A new resource type comes in here, with what references to it give. How a value is resolved does not.
 */
package localrunner.template.resources;
