package localrunner.template.resources;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import localrunner.application.Application;

/**
 * Makes the names, ARNs and URLs of a stack's resources. The same template and stack name always give the same ones.
 */
public final class PhysicalNames {

    /** DynamoDB takes the time when a stream was enabled. Here it is fixed, so that a restart changes no ARN. */
    private static final String STREAM_LABEL = "2026-01-01T00:00:00.000";

    private static final int LONGEST_BUCKET_NAME = 63;

    private final String stackName;
    private final String region;
    private final String edgeEndpoint;

    /** @param edgeEndpoint where the edge port answers, such as {@code http://127.0.0.1:4566} */
    public PhysicalNames(String stackName, String region, URI edgeEndpoint) {
        this.stackName = stackName;
        this.region = region;
        this.edgeEndpoint = withoutSlash(edgeEndpoint);
    }

    private static String withoutSlash(URI endpoint) {
        String text = endpoint.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    String region() {
        return region;
    }

    String name(String logicalId) {
        return stackName + "-" + logicalId;
    }

    String functionArn(String name) {
        return arn("lambda", "function:" + name);
    }

    String topicArn(String name) {
        return arn("sns", name);
    }

    String subscriptionArn(String topicArn, String eventId) {
        return topicArn + ":" + uuid(eventId);
    }

    String queueArn(String name) {
        return arn("sqs", name);
    }

    String queueUrl(String name) {
        return edgeEndpoint + "/" + Application.ACCOUNT_ID + "/" + name;
    }

    String tableArn(String name) {
        return arn("dynamodb", "table/" + name);
    }

    String streamArn(String name) {
        return tableArn(name) + "/stream/" + STREAM_LABEL;
    }

    /** S3 adds letters that nobody can foresee; here the name is always the same one. */
    String bucketName(String logicalId) {
        String name = name(logicalId).toLowerCase(Locale.ROOT);
        return name.substring(0, Math.min(name.length(), LONGEST_BUCKET_NAME));
    }

    String bucketArn(String name) {
        return "arn:aws:s3:::" + name;
    }

    String keyArn(String id) {
        return arn("kms", "key/" + id);
    }

    String alarmArn(String name) {
        return arn("cloudwatch", "alarm:" + name);
    }

    /** What an API is called that has no other name. */
    String stackName() {
        return stackName;
    }

    String ruleArn(String name) {
        return arn("events", "rule/" + name);
    }

    String scheduleArn(String group, String name) {
        return arn("scheduler", "schedule/" + group + "/" + name);
    }

    String eventSourceMappingArn(String eventId) {
        return arn("lambda", "event-source-mapping:" + uuid(eventId));
    }

    /** Lower-case letters and digits only, as in API Gateway's ids. */
    String apiId(String logicalId) {
        return logicalId.toLowerCase(Locale.ROOT);
    }

    /** The id of an API key: a resource of its own, or that of an API's usage plan, by the API's logical id. */
    String keyId(String logicalId) {
        return apiId(logicalId) + "-key";
    }

    /** The id of a usage plan: a resource of its own, or an API's, by the API's logical id. */
    String planId(String logicalId) {
        return apiId(logicalId) + "-plan";
    }

    String uuid(String logicalId) {
        return UUID.nameUUIDFromBytes(name(logicalId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + Application.ACCOUNT_ID + ":" + resource;
    }
}
