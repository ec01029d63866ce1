/**
 * Decides whose HTTP requests are answered: what both ports of the runner refuse before they look at a request.
 *
 * <p>What a request asks for is the business of {@code edge} and {@code gateway}.
 */
package localrunner.http;
