/**
 * What every table of ours needs of DynamoDB: reads that end at a deadline, items that are read with care, and the
 * refusals that pass told from those that stay.
 *
 * <p>Nothing here knows a table, an item or a word.
 */
package wordcounter.dynamodb;
