/**
 * The simulated world, in which every process dies at every call: {@code World} decides what happens next, {@code
 * Oracle} says what has to be right in the end, {@code Mutant} has the defects that must be found.
 *
 * <p>A new call to AWS becomes an {@code Operation} and goes through {@code Calls}, and so is a point to crash at. No
 * thread, no clock and no network comes in.
 */
package wordcounter.simulation;
