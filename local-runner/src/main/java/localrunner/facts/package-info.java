/**
 * What happens in the runner, as one stream of small facts: who, what, caused by what, when, and how it ended.
 *
 * <p>A room tells its {@link localrunner.facts.Facts} and knows nothing of who listens. A listener knows this package and
 * none of the rooms. A new kind of fact is a record of {@link localrunner.facts.Fact}. A fact is told by the thread that did
 * it, and {@link localrunner.facts.Cause#current} says there why. What was sent and answered comes as a {@link
 * localrunner.facts.Payload}, by reference and as it was: who shows it to somebody leaves out what looks secret first.
 */
package localrunner.facts;
