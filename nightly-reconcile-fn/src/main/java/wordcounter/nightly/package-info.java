/**
 * The function that compares all tables with one another each night, as {@code ./words reconcile} does when somebody asks, and says by a
 * metric how many differences there are, so that an alarm can tell.
 *
 * <p>It only reads, and within limits: of time, since Lambda ends it after a quarter of an hour, and of read units, which are paid for. What
 * it could not compare within them it does not call equal.
 */
package wordcounter.nightly;
