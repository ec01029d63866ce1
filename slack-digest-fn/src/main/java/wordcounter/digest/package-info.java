/**
 * The function that tells a Slack channel what happens to the words: it reads the stream of the summaries for milestones, and once a
 * day it posts the ten most frequent words.
 *
 * <p>It reads what is counted, and writes nothing of it. What it must not forget (which milestone was told, and when the channel may
 * have its next message) is in a table of its own.
 */
package wordcounter.digest;
