/**
 * The function that replays dead letters: it reads what is in the queue ({@code LetterBody}), decides whether a
 * replay can help ({@code Verdicts}), and hands the letter to whoever failed to take it ({@code LetterReplay}).
 *
 * <p>The request and the answer are in shared-model, package {@code wordcounter.deadletters}. Counting and merging
 * stay with the functions that the letters are handed to.
 */
package wordcounter.replay;
