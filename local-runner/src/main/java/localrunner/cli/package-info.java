/**
 * The command line {@code run-local}: options, the work folder, the end by a signal, and what is printed at the start.
 *
 * <p>It starts {@link localrunner.LocalRunner} and knows no service.
 */
package localrunner.cli;
