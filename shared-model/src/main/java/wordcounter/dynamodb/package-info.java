/**
 * Tools for any DynamoDB table: reads that end at a deadline, items whose attributes are checked, and which refusals
 * are worth another try.
 *
 * <p>Nothing here knows a table, an item or a word.
 */
package wordcounter.dynamodb;
