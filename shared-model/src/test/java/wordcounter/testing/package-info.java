/**
 * What the tests of several modules share: fakes with real behaviour, contracts that fake and real thing both pass,
 * and event files.
 *
 * <p>A fixture of one module stays there.
 */
package wordcounter.testing;
