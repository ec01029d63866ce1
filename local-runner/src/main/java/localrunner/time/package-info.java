/**
 * Time as services see it: the clock, and delays and ages that may pass faster than on the clock.
 *
 * <p>How long a process of this machine takes is not measured here, as that is real time.
 */
package localrunner.time;
