/**
 * Turns what a template names as a function's code into the folder that the function runs from, as {@code sam build}
 * does, and checks that the handler is in it.
 *
 * <p>One class for each kind of build: make, Maven, Gradle.
 */
package localrunner.code;
