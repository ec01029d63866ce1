/**
 * EventBridge's scheduled rules and EventBridge Scheduler: expressions, the events that they send, and when.
 *
 * <p>What becomes of an event that the function fails on is Lambda's asynchronous invocation, in {@code invoke}.
 */
package localrunner.schedule;
