/**
 * The routes that show what was counted, a class per route.
 *
 * <p>Nothing is written here; the function's role in template.yaml does not allow it.
 */
package wordcounter.retriever;
