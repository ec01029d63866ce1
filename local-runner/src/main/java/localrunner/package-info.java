/**
 * The local runner put together: reads a template, starts the services that its application needs, and ends them.
 *
 * <p>It knows nothing about any single application, such as the word counter.
 */
package localrunner;
