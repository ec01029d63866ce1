/**
 * What has happened lately, as events that somebody can follow: the facts of the runner, joined by what caused what.
 *
 * <p>{@link localrunner.history.History} listens to the facts and keeps the last of them; it knows none of the rooms that
 * tell them. What it shows has no value in it that looks secret: {@link localrunner.history.Secrets}.
 */
package localrunner.history;
