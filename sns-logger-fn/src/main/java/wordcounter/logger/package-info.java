/**
 * The subscriber that logs each event that was published.
 *
 * <p>It calls no service of AWS: whatever fails elsewhere, what came out of the topic is seen.
 */
package wordcounter.logger;
