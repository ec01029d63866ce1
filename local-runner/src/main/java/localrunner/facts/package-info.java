/**
 * What happens in the runner, as one stream of small facts: who, what, caused by what, when, and how it ended.
 *
 * <p>A room tells its {@link localrunner.facts.Facts} and knows nothing of who listens. A listener knows this package and
 * none of the rooms. A new kind of fact is a record of {@link localrunner.facts.Fact}. A fact never has a payload in it:
 * only {@link localrunner.facts.Fact.Printed} has text, which a function printed itself.
 */
package localrunner.facts;
