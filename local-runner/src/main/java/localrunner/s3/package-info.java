/**
 * S3 for the template's buckets: objects with versions as files, S3's REST protocol, and the events that a bucket sends.
 *
 * <p>Which buckets there are and whom they tell is read in {@code template}; requests come from {@code edge}.
 */
package localrunner.s3;
