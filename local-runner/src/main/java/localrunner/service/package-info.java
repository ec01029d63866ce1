/**
 * What surrounds a service of the runner: time, console, ids and queues, in one record.
 *
 * <p>What only one service needs does not come in.
 */
package localrunner.service;
