/**
 * The contract suite: what the deployed application promises, tested over its API and through AWS's services.
 *
 * <p>Nothing here knows which target it runs against; what a target can't do is skipped with the reason.
 */
package wordcounter.contract;
