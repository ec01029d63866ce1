/**
 * API Gateway: REST APIs over HTTP, their routes, keys, throttles and Lambda proxy integrations.
 *
 * <p>Only functions answer here. Other services have the edge port.
 */
package localrunner.gateway;
