/**
 * Asks, before a service does what a function or another service wants, whether the template allows it.
 *
 * <p>Which action on which resource a request needs is known here, service by service, and how the service words its
 * refusal. How policies decide is in {@code iam}; how a template's policies are read is in {@code template}.
 */
package localrunner.permissions;
