/**
 * What a text costs on AWS: units that are counted on the stub, and a dated table of prices. {@code docs/cost.md} is made of them.
 *
 * <p>A price is written down in {@code benchmarks/prices} only, with its date and source.
 */
package benchmarks.cost;
