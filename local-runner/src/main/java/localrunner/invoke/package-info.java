/**
 * Lambda's invocations, whoever asks for one: names of functions, limits of payloads, and the queue of asynchronous
 * events with its retries and destinations.
 *
 * <p>How a function's process is run is in {@code functions}, and how a caller speaks HTTP in {@code lambda}.
 */
package localrunner.invoke;
