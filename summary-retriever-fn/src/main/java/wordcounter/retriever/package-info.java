/**
 * The routes that show what was counted, a class per route.
 *
 * <p>Nothing is written here, and the function has no right to.
 */
package wordcounter.retriever;
