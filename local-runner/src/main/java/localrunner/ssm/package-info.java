/**
 * Systems Manager's Parameter Store behind the edge port: the template's parameters, and those that callers put.
 *
 * <p>Only parameters come in, no other service of Systems Manager.
 */
package localrunner.ssm;
