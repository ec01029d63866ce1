/**
 * Models of the stack under load, for what can't be measured on one machine: when transactions meet, how long a text takes to count, and
 * how far the summaries are behind. {@code docs/scale.md} has their pictures.
 *
 * <p>A model knows DynamoDB's rule, that a transaction on an item of another one which is under way is refused, and how ours tries again.
 * It does not know throttling, nor how long AWS really takes: a transaction's time is an assumption that each page names.
 */
package benchmarks.scale;
