/**
 * Reads a SAM template into an application. The rooms below build on each other: {@code document}, {@code values},
 * {@code resources}.
 *
 * <p>Nothing here starts or calls a service.
 */
package localrunner.template;
