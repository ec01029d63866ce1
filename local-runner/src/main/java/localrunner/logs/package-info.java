/**
 * CloudWatch Logs: keeps what functions print for one run, and answers the one query of Logs Insights that finds lines by a text.
 *
 * <p>Lines are on the console too. What they mean is not known here.
 */
package localrunner.logs;
