/**
 * Functions as processes: their code, a pool of processes for each version, and Lambda's Runtime API that they ask
 * for work.
 *
 * <p>Who invokes a function, and what happens after it failed, is in {@code invoke} and {@code streams}.
 */
package localrunner.functions;
