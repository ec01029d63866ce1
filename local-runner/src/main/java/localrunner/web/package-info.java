/**
 * The HTTP side of the console, at {@code /_console} of the edge port: the page's files, its API in JSON, and what the
 * runner sends to an open page by itself.
 *
 * <p>What the console shows and does is in other packages. Each part of the API is a {@link localrunner.web.WebApi},
 * which {@link localrunner.web.WebConsole} is given.
 */
package localrunner.web;
