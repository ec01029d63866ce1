/**
 * Stand-ins for two classes of the AWS SDK, which a function finds before the SDK's own: its classes stand before its
 * jars.
 *
 * <p>The SDK's classes make the metadata of every service and region when the first client is built, a sixth of the
 * processor time of a plain start. Nothing else may live here. {@code StandInsTest} holds them to the SDK's version,
 * and docs/decisions says when they can go.
 */
package software.amazon.awssdk.regions;
