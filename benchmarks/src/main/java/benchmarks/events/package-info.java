/**
 * What Lambda gives the contenders: texts posted to the API, messages of the topic, records of the counters' stream. Their words are
 * made up, and as unequally frequent as those of a language.
 */
package benchmarks.events;
