/**
 * What an alarm of CloudWatch is, and when it rings: metrics, statistics, metric math, missing data, states.
 *
 * <p>Only rules: there is no clock, no store and no service here. A statistic or a function of metric math that the runner
 * learns is written here.
 */
package localrunner.alarms;
