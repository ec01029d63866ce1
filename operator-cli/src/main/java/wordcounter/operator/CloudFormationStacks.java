package wordcounter.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** {@link Stacks} by CloudFormation's API. */
final class CloudFormationStacks implements Stacks {

    private static final Set<String> KEEPING = Set.of("Retain", "RetainExceptOnCreate");
    private static final String PARAMETER = "AWS::SSM::Parameter";

    private final StackAccess access;
    private final CloudFormationClient cloudFormation;

    CloudFormationStacks(StackAccess access, CloudFormationClient cloudFormation) {
        this.access = access;
        this.cloudFormation = cloudFormation;
    }

    @Override
    public List<Stack> named(String name) {
        List<Stack> stacks = new ArrayList<>(there(name));
        deletedIds(name).stream().map(this::deleted).forEach(stacks::add);
        return stacks;
    }

    private List<Stack> there(String name) {
        return access.explained(() -> {
            try {
                return access
                        .calls()
                        .call(() -> cloudFormation.describeStacks(request -> request.stackName(name)))
                        .stacks()
                        .stream()
                        .map(this::there)
                        .toList();
            } catch (CloudFormationException e) {
                if (isUnknown(e)) {
                    return List.<Stack>of();
                }
                throw e;
            }
        });
    }

    private Stack there(software.amazon.awssdk.services.cloudformation.model.Stack stack) {
        List<StackResourceSummary> resources = resources(stack.stackId());
        return new Stack(
                stack.stackId(),
                state(stack.stackStatus()),
                Boolean.TRUE.equals(stack.enableTerminationProtection()),
                kept(stack.stackId(), resources),
                parameters(resources));
    }

    /** CloudFormation has no error of its own for it. */
    private static boolean isUnknown(CloudFormationException problem) {
        return problem.awsErrorDetails() != null
                && problem.awsErrorDetails().errorCode().equals("ValidationError")
                && String.valueOf(problem.awsErrorDetails().errorMessage()).contains("does not exist");
    }

    private List<String> deletedIds(String name) {
        return access.call(() -> cloudFormation
                .listStacksPaginator(request -> request.stackStatusFilters(StackStatus.DELETE_COMPLETE))
                .stackSummaries()
                .stream()
                .filter(stack -> stack.stackName().equals(name))
                .map(StackSummary::stackId)
                .toList());
    }

    private Stack deleted(String id) {
        List<KeptResource> kept = resources(id).stream()
                .filter(resource -> resource.resourceStatus() == ResourceStatus.DELETE_SKIPPED)
                .map(CloudFormationStacks::resource)
                .toList();
        return new Stack(id, State.DELETED, false, kept, List.of());
    }

    private List<StackResourceSummary> resources(String id) {
        return access.call(() ->
                cloudFormation
                        .listStackResourcesPaginator(request -> request.stackName(id))
                        .stackResourceSummaries()
                        .stream()
                        .toList());
    }

    /** What a template says of a resource that was made, and was not deleted yet by a deletion that failed. */
    private List<KeptResource> kept(String id, List<StackResourceSummary> resources) {
        JsonObject template = template(id).requiredObject("Resources");
        return made(resources)
                .filter(resource -> template.optionalObject(resource.logicalResourceId())
                        .flatMap(properties -> properties.optionalString("DeletionPolicy"))
                        .filter(KEEPING::contains)
                        .isPresent())
                .map(CloudFormationStacks::resource)
                .toList();
    }

    private static List<String> parameters(List<StackResourceSummary> resources) {
        return made(resources)
                .filter(resource -> resource.resourceType().equals(PARAMETER))
                .map(StackResourceSummary::physicalResourceId)
                .toList();
    }

    private static Stream<StackResourceSummary> made(List<StackResourceSummary> resources) {
        return resources.stream()
                .filter(resource -> resource.physicalResourceId() != null
                        && !resource.physicalResourceId().isEmpty()
                        && resource.resourceStatus() != ResourceStatus.DELETE_COMPLETE);
    }

    private static KeptResource resource(StackResourceSummary resource) {
        return new KeptResource(resource.resourceType(), resource.logicalResourceId(), resource.physicalResourceId());
    }

    /** As SAM expanded it, which is JSON. */
    private JsonObject template(String id) {
        String body = access.call(() -> cloudFormation.getTemplate(
                        request -> request.stackName(id).templateStage(TemplateStage.PROCESSED)))
                .templateBody();
        try {
            return JsonObject.parse(body);
        } catch (InvalidJsonException e) {
            throw new OperatorException("the stack was not deployed by SAM: its template is no JSON", e);
        }
    }

    @Override
    public void delete(String id) {
        access.call(() -> cloudFormation.deleteStack(request -> request.stackName(id)));
    }

    @Override
    public State state(String id) {
        return access.call(() -> cloudFormation.describeStacks(request -> request.stackName(id))).stacks().stream()
                .map(stack -> state(stack.stackStatus()))
                .findFirst()
                .orElse(State.DELETED);
    }

    private static State state(StackStatus status) {
        return switch (status) {
            case DELETE_COMPLETE -> State.DELETED;
            case DELETE_IN_PROGRESS -> State.BEING_DELETED;
            case DELETE_FAILED -> State.DELETION_FAILED;
            default -> State.THERE;
        };
    }

    @Override
    public List<String> failures(String id) {
        return resources(id).stream()
                .filter(resource -> resource.resourceStatus() == ResourceStatus.DELETE_FAILED)
                .map(resource -> resource.logicalResourceId() + ": " + resource.resourceStatusReason())
                .toList();
    }
}
