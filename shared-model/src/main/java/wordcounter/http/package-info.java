/**
 * What the functions behind API Gateway share: requests, answers, problems (RFC 9457), and the handler that finds a
 * request's route.
 *
 * <p>The routes, and the sentences that say what is wrong with a request, are in the functions' modules; those about
 * words are in {@code words}. No table is read from here.
 */
package wordcounter.http;
