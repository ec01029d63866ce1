/**
 * Reads a SAM template into an application. The three packages below build on each other: {@code document}, then
 * {@code values}, then {@code resources}.
 *
 * <p>Nothing here starts or calls a service.
 */
package localrunner.template;
