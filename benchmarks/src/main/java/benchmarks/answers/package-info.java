/** How long the function behind the API takes for its first answer and for later ones, against peers that do the same work. */
package benchmarks.answers;
