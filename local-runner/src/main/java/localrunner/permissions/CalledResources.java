package localrunner.permissions;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.edge.EdgeRequest;

/**
 * Tells which tables, topics and queues a request to the edge port uses, from what permissions it would need. Calls that
 * only ask for or change settings, such as DescribeTable, use none. Thread-safe.
 */
public final class CalledResources {

    /** The actions on data, by the Service Authorization Reference. */
    private static final Set<String> ON_DATA = Set.of(
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PartiQLDelete",
            "dynamodb:PartiQLInsert",
            "dynamodb:PartiQLSelect",
            "dynamodb:PartiQLUpdate",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:UpdateItem",
            "sns:Publish",
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:ReceiveMessage",
            "sqs:SendMessage");

    private final Map<String, ServiceNeeds> needs;

    public CalledResources(Application application) {
        needs = Stream.<ServiceNeeds>of(new DynamoDbNeeds(application), new SnsNeeds(), new SqsNeeds(application))
                .collect(Collectors.toUnmodifiableMap(ServiceNeeds::service, Function.identity()));
    }

    /**
     * The ARNs of the resources.
     *
     * @param service its name in a SigV4 credential scope
     */
    public Set<String> of(String service, EdgeRequest request) {
        return Stream.ofNullable(needs.get(service))
                .flatMap(known -> known.of(request).stream())
                .filter(need -> ON_DATA.contains(need.action()))
                .map(Need::resource)
                .collect(Collectors.toSet());
    }
}
