/**
 * What a person can do to a running application: send events by hand, from samples or again, replay dead letters, fire
 * schedules, switch faults on and off, and let time pass faster.
 *
 * <p>What is sent goes the way that the template has for it, beginning behind the edge port: no fault strikes the person's own
 * call and no permission is asked for. Everything after it is as it always is.
 */
package localrunner.act;
