/**
 * The peers of our functions: the same work, as it is usually written with the same SDK. The benchmarks run them; they are never
 * deployed.
 *
 * <p>They have what their kind has at its best: clients made once, outside of the handler, and the SDK's own defaults. They do not
 * have what ours are for: an event that is delivered twice counts twice, and one that is interrupted counts in part.
 */
package benchmarks.usual;
