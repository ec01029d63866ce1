/**
 * A stub of AWS for measurements: it answers DynamoDB, SNS and SQS calls over TLS after a settable time, and counts them.
 *
 * <p>It knows no more of these services than the benchmarked functions use, and refuses the rest by name, so that no figure stands
 * on an answer that AWS would not give. Signatures are not checked.
 */
package benchmarks.stub;
