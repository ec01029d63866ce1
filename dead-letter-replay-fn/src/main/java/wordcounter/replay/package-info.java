/**
 * The function that hands dead letters over again: it reads what is in the queue ({@code LetterBody}), decides what can be helped
 * ({@code Verdicts}), and does it ({@code LetterReplay}).
 *
 * <p>What it is asked and what it answers is in shared-model, package {@code wordcounter.deadletters}; counting and merging stay
 * with the functions that it hands letters to.
 */
package wordcounter.replay;
