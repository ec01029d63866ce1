/**
 * What the runner's HTTP ports have in common: how they listen, and whose requests they refuse before they look at them.
 *
 * <p>What a request asks for is the business of {@code edge} and {@code gateway}.
 */
package localrunner.http;
