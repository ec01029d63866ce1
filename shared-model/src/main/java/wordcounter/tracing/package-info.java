/**
 * The place of one hop in a distributed trace (W3C Trace Context), so that tools which know nothing of this application can join
 * the hops of an event.
 *
 * <p>There is no tracing SDK and no agent. What is logged of a context is in {@link wordcounter.tracing.TraceContext#logFields}.
 */
package wordcounter.tracing;
