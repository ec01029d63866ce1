/**
 * The subscriber that gives each word of a published event its +10, and its +1 where the publisher died before it.
 *
 * <p>This package decides what becomes of a message. The amounts, and how they are added exactly once, are in {@code
 * wordcounter.counts}, {@code Effect} and {@code EventCounter}.
 */
package wordcounter.multiplier;
