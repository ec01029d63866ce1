/**
 * How fast the reader of the counters' stream merges into the summaries: what one lane takes, and how far all lanes are behind a steady
 * load.
 *
 * <p>A lane is one process that works through the records of a stream's shard, or of a part of it, one batch after the other.
 */
package benchmarks.merging;
