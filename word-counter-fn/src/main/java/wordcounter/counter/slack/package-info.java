/**
 * The routes that Slack calls: a request's signature is checked, its text is read as a person sees it, and an event
 * with an id of Slack's is taken in.
 *
 * <p>{@link wordcounter.counter.slack.SlackEndpoints} is what the rest of the function sees; nothing in here knows
 * the other routes.
 */
package wordcounter.counter.slack;
