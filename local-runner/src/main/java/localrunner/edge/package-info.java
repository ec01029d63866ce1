/**
 * The edge port: one port that answers AWS SDKs for every service, with requests, answers and errors in AWS's wire
 * protocols.
 *
 * <p>It knows services by {@link localrunner.edge.EdgeService} only, none of them by itself.
 */
package localrunner.edge;
