/**
 * Lambda's invocations, whoever asks for one: names of functions, limits of payloads, and the queue of asynchronous
 * events.
 *
 * <p>How a function's process is run stands in {@code functions}, and how a caller speaks HTTP in {@code lambda}.
 */
package localrunner.invoke;
