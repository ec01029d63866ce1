/**
 * The targets of the contract suite: the local runner, LocalStack, a deployed stack. A new one implements {@code
 * Target} and is named in {@code Targets}.
 *
 * <p>No test is in here, and no assertion.
 */
package wordcounter.targets;
