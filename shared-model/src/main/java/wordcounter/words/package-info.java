/**
 * What a word is: a text is brought into one form, divided by ICU4J with rules of our own, and counted. {@code Tokenizer} is the class
 * to call; decision 1 has the reason of each tailoring.
 *
 * <p>What is wrong with a text is said here too, in {@code InvalidWordsException}. Nothing here knows HTTP, Slack, an event or AWS.
 */
package wordcounter.words;
