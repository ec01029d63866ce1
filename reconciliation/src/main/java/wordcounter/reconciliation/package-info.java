/**
 * Compares the tables with one another while all of them go on being written, for {@code ./words reconcile} and for
 * nightly-reconcile-fn.
 *
 * <p>It is a module of its own, and no room of shared-model: that is in the zip of each function, and none of those that count has a use
 * for these classes.
 */
package wordcounter.reconciliation;
