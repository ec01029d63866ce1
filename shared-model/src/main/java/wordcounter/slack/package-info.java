/**
 * What Slack has laid down, for whoever speaks to it or for it: its signature, its escaping, and where the secrets shared with it are
 * kept. What is counted of a message is the business of word-counter-fn, not of this package.
 */
package wordcounter.slack;
