/** The texts that the contenders count: made-up words, as unequally frequent as those of a language. */
package benchmarks.words;
