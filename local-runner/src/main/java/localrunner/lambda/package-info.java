/**
 * Lambda's API behind the edge port: Invoke, and the two operations that take an alias away and put it back.
 *
 * <p>It only translates HTTP. Names, limits and queues are in {@code invoke}, processes in {@code functions}.
 */
package localrunner.lambda;
