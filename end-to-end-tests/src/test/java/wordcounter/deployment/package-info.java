/**
 * Rules about the repository as a whole, which no module can check by itself: the template, the scripts, the
 * documents, the architecture, the zips.
 *
 * <p>What the application does when it runs is tested in {@code contract}.
 */
package wordcounter.deployment;
