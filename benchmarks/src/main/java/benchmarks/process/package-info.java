/**
 * The contenders' processes: each is started as Lambda starts a function's, asked for its first answer, and measured.
 *
 * <p>Java runs under AWS's runtime interface client for Java, Python under the one for Python, and both talk to the local runner's
 * Runtime API. What a contender does is not known here.
 */
package benchmarks.process;
