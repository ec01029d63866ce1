/**
 * The function behind the routes that change counts: it takes in texts that come over HTTP, and forgets words. There
 * is one class per route.
 *
 * <p>What comes from Slack has a package of its own. How an event is counted is in shared-model.
 */
package wordcounter.counter;
