/**
 * Slack's way in: what it sends is proved to be its own, read, and handed to the intake as an event. {@link
 * wordcounter.counter.slack.SlackEndpoints} is what the function sees of it; nothing in here knows of the other routes.
 */
package wordcounter.counter.slack;
