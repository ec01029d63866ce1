/**
 * Keeps functions from reaching AWS: a proxy through which their clients come to the edge port, and the certificates
 * that those clients then want to see.
 */
package localrunner.proxy;
