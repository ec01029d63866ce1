/** Tries the console as people use it: {@code ./run-local} in a process, and its page in Chromium. */
package localrunner.browser;
