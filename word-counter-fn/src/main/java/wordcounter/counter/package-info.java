/**
 * The function that writes: it counts the texts that come in over HTTP, and forgets words. There is one class per route; what comes
 * from Slack has a package of its own.
 */
package wordcounter.counter;
