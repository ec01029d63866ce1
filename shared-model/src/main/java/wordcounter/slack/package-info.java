/**
 * Rules that Slack has laid down, for whoever speaks to Slack or in its place: the signature, the escaping, and where
 * the secrets shared with it are kept.
 *
 * <p>What of a message is counted is decided in word-counter-fn.
 */
package wordcounter.slack;
