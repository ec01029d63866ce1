/**
 * A template as text: YAML becomes values that know their line, and one reader per map tells what is missing, misspelt
 * or of the wrong kind.
 *
 * <p>Nothing here knows what an intrinsic function gives or what a resource is.
 */
package localrunner.template.document;
