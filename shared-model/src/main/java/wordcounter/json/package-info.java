/**
 * JSON objects, read with care and written in order, over jackson-jr.
 *
 * <p>Nothing else in this repository's functions touches a parser. No class of AWS and nothing of words comes in.
 */
package wordcounter.json;
