/**
 * IAM's decision about a call, by the policies of a role and of a resource.
 *
 * <p>It has data and rules only: nothing here reads a template, a request or a clock. What a call needs is in {@code
 * permissions}.
 */
package localrunner.iam;
