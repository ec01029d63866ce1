/**
 * CloudWatch's metrics and alarms.
 *
 * <p>Listens to {@link localrunner.facts facts}, and makes the metrics of them that AWS's services write; what a function
 * writes itself comes in the embedded metric format. Each minute of the runner's time the alarms are evaluated, by the
 * rules of {@link localrunner.alarms}. No other room knows of metrics: what one more metric needs is one more fact.
 */
package localrunner.cloudwatch;
