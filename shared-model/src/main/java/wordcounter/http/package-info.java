/**
 * What the functions behind API Gateway share: requests, answers, problems (RFC 9457), and the handler that finds a
 * request's route.
 *
 * <p>The routes themselves are in the functions' modules. No table is read from here.
 */
package wordcounter.http;
