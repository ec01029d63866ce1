/**
 * The application as a record, which the reader of templates makes and all services run.
 *
 * <p>It has data only: nothing here reads a file, calls a service or knows how a template spells what it says.
 */
package localrunner.application;
