/**
 * What runs inside a function's process beside AWS's runtime interface client.
 *
 * <p>It must not use another package: a function's process has no other class of the runner, and no library but the
 * client's.
 */
package localrunner.functions.child;
