/**
 * The command {@code ./benchmarks/run}: it chooses what is measured, and sets up what all benchmarks share.
 *
 * <p>Each benchmark has a package of its own, which knows {@code stub}, {@code process}, {@code words} and {@code report}, but no other
 * benchmark.
 */
package benchmarks;
