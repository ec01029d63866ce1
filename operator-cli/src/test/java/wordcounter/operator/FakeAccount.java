package wordcounter.operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * An AWS account in memory, as far as a removal asks for it. Deletions take their time, what is in use or protected is not deleted, a bucket
 * has to be empty, and CloudFormation remembers a deleted stack with what it kept. A test has calls refused, or dies after one.
 */
final class FakeAccount {

    /** Ends a run after a call, as Ctrl-C does. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final int LOOKS_UNTIL_DELETED = 2;
    private static final int PAGE = 3;

    final Map<String, StackOfAccount> stacks = new LinkedHashMap<>();
    final Map<String, TableOfAccount> tables = new TreeMap<>();
    final Map<String, Integer> queues = new TreeMap<>();
    final Map<String, List<FileOfAccount>> buckets = new TreeMap<>();
    final Map<String, KeyState> keys = new TreeMap<>();
    final TreeSet<String> parameters = new TreeSet<>();

    private final Map<String, Deque<RuntimeException>> refusals = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private int callsUntilDeath = Integer.MAX_VALUE;
    private boolean someoneUploads;

    /** A stack, there or deleted; what it keeps is named by resources. */
    static final class StackOfAccount {
        final String name;
        final String id;
        final List<KeptResource> resources;
        final List<String> retained;
        StackStatus status = StackStatus.UPDATE_COMPLETE;
        boolean isProtected;
        String obstacle = "";
        int looks;

        StackOfAccount(String name, String id, List<KeptResource> resources, List<String> retained) {
            this.name = name;
            this.id = id;
            this.resources = resources;
            this.retained = retained;
        }
    }

    /** A table. */
    static final class TableOfAccount {
        TableStatus status = TableStatus.ACTIVE;
        boolean isProtected;
        int looks;
    }

    record FileOfAccount(String key, String version, boolean isMarker, boolean isLocked) {}

    /** The next call of the operation fails so, and each further exception is for one call more. */
    void refuse(String operation, RuntimeException... problems) {
        refusals.computeIfAbsent(operation, _ -> new ArrayDeque<>()).addAll(List.of(problems));
    }

    /** The run ends when so many more calls have been made and done; 0 or less is never. */
    void killAfter(int number) {
        callsUntilDeath = number > 0 ? number : Integer.MAX_VALUE;
    }

    /** Once, between the emptying of a bucket and its deletion. */
    void haveSomeoneUpload() {
        someoneUploads = true;
    }

    List<String> calls() {
        return calls;
    }

    boolean isEmpty() {
        return tables.isEmpty()
                && queues.isEmpty()
                && buckets.isEmpty()
                && keys.values().stream().allMatch(state -> state == KeyState.PENDING_DELETION)
                && parameters.isEmpty()
                && stacks.values().stream().allMatch(stack -> stack.status == StackStatus.DELETE_COMPLETE);
    }

    private <T> T call(String operation, Supplier<T> work) {
        Deque<RuntimeException> problems = refusals.getOrDefault(operation, new ArrayDeque<>());
        if (!problems.isEmpty()) {
            throw problems.pop();
        }
        calls.add(operation);
        callsUntilDeath--;
        try {
            return work.get();
        } finally {
            killWhenItIsTime();
        }
    }

    private void killWhenItIsTime() {
        if (callsUntilDeath == 0) {
            throw new Killed();
        }
    }

    final class CloudFormation implements CloudFormationClient {

        @Override
        public DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
            return call("DescribeStacks", () -> {
                StackOfAccount stack = find(request.stackName());
                if (stack.status == StackStatus.DELETE_IN_PROGRESS && ++stack.looks > LOOKS_UNTIL_DELETED) {
                    endDeletion(stack);
                }
                return DescribeStacksResponse.builder()
                        .stacks(Stack.builder()
                                .stackName(stack.name)
                                .stackId(stack.id)
                                .stackStatus(stack.status)
                                .enableTerminationProtection(stack.isProtected)
                                .build())
                        .build();
            });
        }

        /** A name finds no deleted stack, an id does. */
        private StackOfAccount find(String nameOrId) {
            return stacks.values().stream()
                    .filter(stack -> stack.id.equals(nameOrId)
                            || (stack.name.equals(nameOrId) && stack.status != StackStatus.DELETE_COMPLETE))
                    .findFirst()
                    .orElseThrow(() -> CloudFormationException.builder()
                            .awsErrorDetails(error("ValidationError", "Stack with id " + nameOrId + " does not exist"))
                            .build());
        }

        private void endDeletion(StackOfAccount stack) {
            if (!stack.obstacle.isEmpty()) {
                stack.status = StackStatus.DELETE_FAILED;
                stack.looks = 0;
                return;
            }
            stack.status = StackStatus.DELETE_COMPLETE;
            stack.resources.stream()
                    .filter(resource -> resource.type().equals("AWS::SSM::Parameter"))
                    .forEach(resource -> parameters.remove(resource.physicalId()));
        }

        @Override
        public ListStacksResponse listStacks(ListStacksRequest request) {
            return call(
                    "ListStacks",
                    () -> ListStacksResponse.builder()
                            .stackSummaries(stacks.values().stream()
                                    .filter(stack ->
                                            request.stackStatusFilters().contains(stack.status))
                                    .map(stack -> StackSummary.builder()
                                            .stackName(stack.name)
                                            .stackId(stack.id)
                                            .stackStatus(stack.status)
                                            .build())
                                    .toList())
                            .build());
        }

        @Override
        public ListStackResourcesResponse listStackResources(ListStackResourcesRequest request) {
            return call("ListStackResources", () -> {
                StackOfAccount stack = find(request.stackName());
                int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
                int to = Math.min(from + PAGE, stack.resources.size());
                return ListStackResourcesResponse.builder()
                        .stackResourceSummaries(stack.resources.subList(from, to).stream()
                                .map(resource -> summary(stack, resource))
                                .toList())
                        .nextToken(to < stack.resources.size() ? String.valueOf(to) : null)
                        .build();
            });
        }

        private StackResourceSummary summary(StackOfAccount stack, KeptResource resource) {
            boolean isKept = stack.retained.contains(resource.logicalId());
            ResourceStatus status = switch (stack.status) {
                case DELETE_COMPLETE -> isKept ? ResourceStatus.DELETE_SKIPPED : ResourceStatus.DELETE_COMPLETE;
                case DELETE_FAILED ->
                    stack.obstacle.equals(resource.logicalId())
                            ? ResourceStatus.DELETE_FAILED
                            : isKept ? ResourceStatus.DELETE_SKIPPED : ResourceStatus.DELETE_COMPLETE;
                default -> ResourceStatus.CREATE_COMPLETE;
            };
            return StackResourceSummary.builder()
                    .resourceType(resource.type())
                    .logicalResourceId(resource.logicalId())
                    .physicalResourceId(resource.physicalId())
                    .resourceStatus(status)
                    .resourceStatusReason(status == ResourceStatus.DELETE_FAILED ? "it is attached" : null)
                    .build();
        }

        @Override
        public GetTemplateResponse getTemplate(GetTemplateRequest request) {
            return call("GetTemplate", () -> {
                StackOfAccount stack = find(request.stackName());
                StringBuilder body = new StringBuilder();
                stack.resources.forEach(resource -> body.append(body.isEmpty() ? "" : ",")
                        .append("\"" + resource.logicalId() + "\":{\"Type\":\"" + resource.type() + "\"")
                        .append(stack.retained.contains(resource.logicalId()) ? ",\"DeletionPolicy\":\"Retain\"" : "")
                        .append("}"));
                return GetTemplateResponse.builder()
                        .templateBody("{\"Resources\":{" + body + "}}")
                        .build();
            });
        }

        @Override
        public DeleteStackResponse deleteStack(DeleteStackRequest request) {
            return call("DeleteStack", () -> {
                StackOfAccount stack = find(request.stackName());
                stack.status = StackStatus.DELETE_IN_PROGRESS;
                return DeleteStackResponse.builder().build();
            });
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    final class DynamoDb implements DynamoDbClient {

        @Override
        public DescribeTableResponse describeTable(DescribeTableRequest request) {
            return call("DescribeTable", () -> {
                TableOfAccount table = find(request.tableName());
                if (table.status == TableStatus.UPDATING && ++table.looks > LOOKS_UNTIL_DELETED) {
                    table.status = TableStatus.ACTIVE;
                    table.looks = 0;
                } else if (table.status == TableStatus.DELETING && ++table.looks > LOOKS_UNTIL_DELETED) {
                    tables.remove(request.tableName());
                    throw ResourceNotFoundException.builder().build();
                }
                return DescribeTableResponse.builder()
                        .table(description -> description
                                .tableName(request.tableName())
                                .tableStatus(table.status)
                                .deletionProtectionEnabled(table.isProtected)
                                .itemCount(1234L))
                        .build();
            });
        }

        private TableOfAccount find(String name) {
            TableOfAccount table = tables.get(name);
            if (table == null) {
                throw ResourceNotFoundException.builder().build();
            }
            return table;
        }

        @Override
        public UpdateTableResponse updateTable(UpdateTableRequest request) {
            return call("UpdateTable", () -> {
                TableOfAccount table = find(request.tableName());
                table.isProtected = request.deletionProtectionEnabled();
                table.status = TableStatus.UPDATING;
                return UpdateTableResponse.builder().build();
            });
        }

        @Override
        public DeleteTableResponse deleteTable(DeleteTableRequest request) {
            return call("DeleteTable", () -> {
                TableOfAccount table = find(request.tableName());
                if (table.isProtected) {
                    throw DynamoDbException.builder()
                            .awsErrorDetails(error("ValidationException", "it is protected against deletion"))
                            .build();
                }
                if (table.status != TableStatus.ACTIVE) {
                    throw ResourceInUseException.builder().build();
                }
                table.status = TableStatus.DELETING;
                return DeleteTableResponse.builder().build();
            });
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    final class Sqs implements SqsClient {

        @Override
        public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
            return call("GetQueueAttributes", () -> {
                requireQueue(request.queueUrl());
                return GetQueueAttributesResponse.builder()
                        .attributes(Map.of(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                String.valueOf(queues.get(request.queueUrl()))))
                        .build();
            });
        }

        @Override
        public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
            return call("DeleteQueue", () -> {
                requireQueue(request.queueUrl());
                queues.remove(request.queueUrl());
                return DeleteQueueResponse.builder().build();
            });
        }

        private void requireQueue(String url) {
            if (!queues.containsKey(url)) {
                throw QueueDoesNotExistException.builder().build();
            }
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    final class S3 implements S3Client {

        @Override
        public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
            return call("ListObjectVersions", () -> {
                List<FileOfAccount> all = bucket(request.bucket());
                int from = request.keyMarker() == null ? 0 : Integer.parseInt(request.keyMarker());
                int to = Math.min(from + PAGE, all.size());
                List<FileOfAccount> page = all.subList(Math.min(from, to), to);
                return ListObjectVersionsResponse.builder()
                        .versions(page.stream()
                                .filter(file -> !file.isMarker())
                                .map(file -> ObjectVersion.builder()
                                        .key(file.key())
                                        .versionId(file.version())
                                        .build())
                                .toList())
                        .deleteMarkers(page.stream()
                                .filter(FileOfAccount::isMarker)
                                .map(file -> DeleteMarkerEntry.builder()
                                        .key(file.key())
                                        .versionId(file.version())
                                        .build())
                                .toList())
                        .isTruncated(to < all.size())
                        .nextKeyMarker(String.valueOf(to))
                        .build();
            });
        }

        private List<FileOfAccount> bucket(String name) {
            List<FileOfAccount> files = buckets.get(name);
            if (files == null) {
                throw NoSuchBucketException.builder().statusCode(404).build();
            }
            return files;
        }

        @Override
        public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
            return call("DeleteObjects", () -> {
                List<FileOfAccount> files = bucket(request.bucket());
                List<S3Error> errors = new ArrayList<>();
                request.delete().objects().forEach(object -> {
                    files.stream()
                            .filter(file -> file.isLocked() && file.version().equals(object.versionId()))
                            .forEach(file -> errors.add(S3Error.builder()
                                    .key(file.key())
                                    .code("AccessDenied")
                                    .message("it is locked")
                                    .build()));
                    files.removeIf(file -> !file.isLocked() && file.version().equals(object.versionId()));
                });
                return DeleteObjectsResponse.builder().errors(errors).build();
            });
        }

        @Override
        public DeleteBucketResponse deleteBucket(DeleteBucketRequest request) {
            return call("DeleteBucket", () -> {
                if (someoneUploads) {
                    someoneUploads = false;
                    bucket(request.bucket()).add(new FileOfAccount("late.txt", "late", false, false));
                }
                if (!bucket(request.bucket()).isEmpty()) {
                    throw S3Exception.builder()
                            .statusCode(409)
                            .awsErrorDetails(error("BucketNotEmpty", "it is not empty"))
                            .build();
                }
                buckets.remove(request.bucket());
                return DeleteBucketResponse.builder().build();
            });
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    final class Kms implements KmsClient {

        @Override
        public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
            return call(
                    "DescribeKey",
                    () -> DescribeKeyResponse.builder()
                            .keyMetadata(key -> key.keyId(request.keyId()).keyState(find(request.keyId())))
                            .build());
        }

        private KeyState find(String id) {
            KeyState state = keys.get(id);
            if (state == null) {
                throw NotFoundException.builder().build();
            }
            return state;
        }

        @Override
        public ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
            return call("ScheduleKeyDeletion", () -> {
                if (find(request.keyId()) == KeyState.PENDING_DELETION) {
                    throw KmsInvalidStateException.builder().build();
                }
                keys.put(request.keyId(), KeyState.PENDING_DELETION);
                return ScheduleKeyDeletionResponse.builder().build();
            });
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    final class Ssm implements SsmClient {

        @Override
        public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
            return call("GetParametersByPath", () -> {
                List<String> all = parameters.stream()
                        .filter(name -> name.startsWith(request.path() + "/"))
                        .toList();
                int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
                int to = Math.min(from + PAGE, all.size());
                return GetParametersByPathResponse.builder()
                        .parameters(all.subList(Math.min(from, to), to).stream()
                                .map(name -> Parameter.builder().name(name).build())
                                .toList())
                        .nextToken(to < all.size() ? String.valueOf(to) : null)
                        .build();
            });
        }

        @Override
        public DeleteParametersResponse deleteParameters(DeleteParametersRequest request) {
            return call("DeleteParameters", () -> {
                if (request.names().size() > 10) {
                    throw new IllegalArgumentException("at most 10 names");
                }
                request.names().forEach(parameters::remove);
                return DeleteParametersResponse.builder().build();
            });
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    static AwsErrorDetails error(String code, String message) {
        return AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
    }
}
