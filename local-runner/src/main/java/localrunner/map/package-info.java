/**
 * The application as a picture: what it consists of, what reaches what, and where each part is drawn.
 *
 * <p>{@link localrunner.map.ApplicationMap} tells nodes and edges from the application alone. {@link
 * localrunner.map.Drawing} places them from left to right, in columns, in the manner of Sugiyama, Tagawa and Toda ("Methods
 * for visual understanding of hierarchical system structures", 1981): layers, few crossings, straight rows. All of it is
 * pure, and the same template always has the same picture. Nothing here knows what runs.
 */
package localrunner.map;
