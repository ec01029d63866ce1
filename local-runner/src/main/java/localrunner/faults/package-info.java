/**
 * Faults on purpose: delays, errors, throttles and deaths that somebody has switched on for a function, a table, a topic or
 * a queue.
 *
 * <p>It decides what strikes a call, answers in a service's place, and is switched at {@code /_faults}. What a strike means
 * for a function's process is up to the room {@code functions}.
 */
package localrunner.faults;
