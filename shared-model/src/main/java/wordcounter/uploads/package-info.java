/**
 * Text files that are put into the bucket's {@code inbox/} to be counted: what S3 says of one, how it is cut into events, and the item
 * that tells how far it is counted.
 */
package wordcounter.uploads;
