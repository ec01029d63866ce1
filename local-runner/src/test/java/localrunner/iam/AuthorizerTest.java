package localrunner.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.iam.Statement.Effect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizerTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/Reader";
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/Orders";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:Dead";
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:Orders";
    private static final Caller.RoleSession FUNCTION = new Caller.RoleSession(ROLE, "OrdersFunction");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dynamodb:GetItem | dynamodb:GetItem | true",
                "DynamoDB:getitem | dynamodb:GetItem | true",
                "dynamodb:Get*    | dynamodb:GetItem | true",
                "dynamodb:?etItem | dynamodb:GetItem | true",
                "*                | dynamodb:GetItem | true",
                "dynamodb:Get     | dynamodb:GetItem | false",
                "sqs:*            | dynamodb:GetItem | false",
                "dynamodb:*Item   | dynamodb:BatchGetItem | true",
            })
    void decide_shouldMatchActionsWithoutCase(String pattern, String action, boolean allowed) {
        Authorizer authorizer = authorizer(allow(List.of(pattern), List.of("*")));

        assertThat(isAllowed(authorizer.decide(call(action, TABLE)))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arn:aws:dynamodb:us-east-1:000000000000:table/Orders   | true",
                "arn:aws:dynamodb:*:*:table/Ord?rs                      | true",
                "arn:aws:dynamodb:us-east-1:000000000000:table/*        | true",
                "arn:aws:dynamodb:us-east-1:000000000000:table/orders   | false",
                "arn:aws:dynamodb:us-east-1:000000000000:table/Orders/* | false",
                "arn:aws:dynamodb:us-east-1:000000000000:table/Order    | false",
                "*                                                      | true",
            })
    void decide_shouldMatchResourcesWithCase(String pattern, boolean allowed) {
        Authorizer authorizer = authorizer(allow(List.of("dynamodb:GetItem"), List.of(pattern)));

        assertThat(isAllowed(authorizer.decide(call("dynamodb:GetItem", TABLE))))
                .isEqualTo(allowed);
    }

    @Test
    void decide_shouldDenyByDefault_withTheTextOfAws() {
        Decision decision =
                authorizer(allow(List.of("dynamodb:GetItem"), List.of(TABLE))).decide(call("dynamodb:PutItem", TABLE));

        assertThat(message(decision))
                .isEqualTo("User: arn:aws:sts::000000000000:assumed-role/Reader/OrdersFunction is not authorized to"
                        + " perform: dynamodb:PutItem on resource: " + TABLE
                        + " because no identity-based policy allows the dynamodb:PutItem action");
    }

    @Test
    void decide_shouldDenyExplicitly_whateverElseAllows() {
        Decision decision = authorizer(
                        allow(List.of("*"), List.of("*")),
                        statement(Effect.DENY, List.of("dynamodb:Put*"), List.of("*")))
                .decide(call("dynamodb:PutItem", TABLE));

        assertThat(message(decision)).endsWith("with an explicit deny in an identity-based policy");
    }

    @Test
    void decide_shouldTurnNotActionAndNotResourceRound() {
        Statement allButPut = new Statement(
                "1",
                Effect.ALLOW,
                Principals.OWNER,
                new Selection(List.of("dynamodb:Put*", "sqs:*"), true),
                new Selection(List.of(QUEUE), true),
                List.of());
        Authorizer authorizer = authorizer(allButPut);

        assertThat(isAllowed(authorizer.decide(call("dynamodb:GetItem", TABLE))))
                .isTrue();
        assertThat(isAllowed(authorizer.decide(call("dynamodb:PutItem", TABLE))))
                .isFalse();
        assertThat(isAllowed(authorizer.decide(call("dynamodb:GetItem", QUEUE))))
                .isFalse();
    }

    @Test
    void decide_shouldNameEachGrantThatWouldBeEnough() {
        Authorizer authorizer = authorizer(
                allow(List.of("dynamodb:GetItem", "dynamodb:Get*"), List.of(TABLE, "arn:other")),
                allow(List.of("dynamodb:PutItem"), List.of(TABLE)));

        assertThat(grants(authorizer.decide(call("dynamodb:GetItem", TABLE))))
                .extracting(Permissions.Grant::action, Permissions.Grant::resource)
                .containsExactly(tuple("dynamodb:GetItem", TABLE), tuple("dynamodb:Get*", TABLE));
        assertThat(grants(authorizer.decide(call("dynamodb:PutItem", TABLE)))).hasSize(1);
    }

    @Test
    void decide_shouldWantTheBoundaryToAllowItToo() {
        Policy boundary = new Policy("Boundary", List.of(allow(List.of("dynamodb:GetItem"), List.of("*"))));
        Authorizer authorizer =
                authorizer(Optional.of(boundary), List.of(), allow(List.of("dynamodb:*"), List.of("*")));

        assertThat(isAllowed(authorizer.decide(call("dynamodb:GetItem", TABLE))))
                .isTrue();
        assertThat(message(authorizer.decide(call("dynamodb:PutItem", TABLE))))
                .endsWith("because no permissions boundary allows the dynamodb:PutItem action");
    }

    @Test
    void decide_shouldLetAResourcesPolicyDenyOrAllow() {
        Statement mayReceive =
                of(new Principals(false, List.of(ROLE), List.of()), Effect.ALLOW, "sqs:ReceiveMessage", QUEUE);
        Statement mustNotSend = of(new Principals(true, List.of(), List.of()), Effect.DENY, "sqs:SendMessage", QUEUE);
        Authorizer authorizer = authorizer(
                Optional.empty(),
                List.of(new ResourcePolicy(QUEUE, new Policy("QueuePolicy", List.of(mayReceive, mustNotSend)))),
                allow(List.of("sqs:SendMessage"), List.of("*")));

        assertThat(isAllowed(authorizer.decide(call("sqs:ReceiveMessage", QUEUE))))
                .isTrue();
        assertThat(message(authorizer.decide(call("sqs:SendMessage", QUEUE))))
                .endsWith("with an explicit deny in a resource-based policy");
    }

    @Test
    void decide_shouldLeaveItToTheRole_whenAResourcesPolicyNamesTheAccount() {
        Statement account = of(
                new Principals(false, List.of("arn:aws:iam::000000000000:root"), List.of()),
                Effect.ALLOW,
                "sqs:SendMessage",
                QUEUE);
        ResourcePolicy policy = new ResourcePolicy(QUEUE, new Policy("QueuePolicy", List.of(account)));

        assertThat(isAllowed(authorizer(Optional.empty(), List.of(policy)).decide(call("sqs:SendMessage", QUEUE))))
                .isFalse();
    }

    @Test
    void decide_shouldLetAServiceIn_onlyForWhatTheResourcesPolicySays() {
        Statement topicMaySend = new Statement(
                "Topic",
                Effect.ALLOW,
                new Principals(false, List.of(), List.of("sns.amazonaws.com")),
                new Selection(List.of("sqs:SendMessage"), false),
                new Selection(List.of(QUEUE), false),
                List.of(Condition.of("ArnEquals", "aws:SourceArn", List.of(TOPIC))));
        Authorizer authorizer = authorizer(
                Optional.empty(), List.of(new ResourcePolicy(QUEUE, new Policy("QueuePolicy", List.of(topicMaySend)))));

        assertThat(isAllowed(authorizer.decide(bySns(TOPIC)))).isTrue();
        assertThat(message(authorizer.decide(bySns(TOPIC + "Other"))))
                .isEqualTo("User: sns.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: " + QUEUE
                        + " because no resource-based policy allows the sqs:SendMessage action");
    }

    @Test
    void mayAssume_shouldAskTheTrustPolicy() {
        Authorizer authorizer = authorizer(allow(List.of("*"), List.of("*")));

        assertThat(authorizer.mayAssume("lambda.amazonaws.com", ROLE)).isTrue();
        assertThat(authorizer.mayAssume("apigateway.amazonaws.com", ROLE)).isFalse();
    }

    @Test
    void decide_shouldFillInVariables() {
        Authorizer authorizer = authorizer(
                allow(List.of("sqs:SendMessage"), List.of("arn:aws:sqs:${aws:RequestedRegion}:*:Dead")),
                allow(List.of("dynamodb:GetItem"), List.of("arn:aws:dynamodb:${aws:SourceArn}:*")));

        assertThat(isAllowed(authorizer.decide(call("sqs:SendMessage", QUEUE)))).isTrue();
        assertThat(isAllowed(authorizer.decide(call("dynamodb:GetItem", TABLE))))
                .isFalse();
    }

    @Test
    void decide_shouldRefuseARoleThatIsNone() {
        Call call = new Call(new Caller.RoleSession(ROLE + "Other", "f"), "sqs:SendMessage", QUEUE, CallContext.NONE);

        assertThatThrownBy(() -> authorizer().decide(call))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ROLE + "Other");
    }

    private static Call bySns(String topic) {
        return new Call(
                new Caller.Service("sns.amazonaws.com", topic),
                "sqs:SendMessage",
                QUEUE,
                CallContext.NONE.with(CallContext.SOURCE_ARN, topic));
    }

    private static Call call(String action, String resource) {
        return new Call(FUNCTION, action, resource, CallContext.NONE.with(CallContext.REQUESTED_REGION, "us-east-1"));
    }

    private static Statement allow(List<String> actions, List<String> resources) {
        return statement(Effect.ALLOW, actions, resources);
    }

    private static Statement statement(Effect effect, List<String> actions, List<String> resources) {
        return new Statement(
                "1",
                effect,
                Principals.OWNER,
                new Selection(actions, false),
                new Selection(resources, false),
                List.of());
    }

    private static Statement of(Principals principals, Effect effect, String action, String resource) {
        return new Statement(
                "1",
                effect,
                principals,
                new Selection(List.of(action), false),
                new Selection(List.of(resource), false),
                List.of());
    }

    private static Authorizer authorizer(Statement... statements) {
        return authorizer(Optional.empty(), List.of(), statements);
    }

    private static Authorizer authorizer(
            Optional<Policy> boundary, List<ResourcePolicy> resourcePolicies, Statement... statements) {
        Policy trust = new Policy(
                "Trust",
                List.of(of(
                        new Principals(false, List.of(), List.of("lambda.amazonaws.com")),
                        Effect.ALLOW,
                        "sts:AssumeRole",
                        "*")));
        Role role = new Role("Reader", ROLE, trust, List.of(new Policy("Inline", Arrays.asList(statements))), boundary);
        return new Authorizer(new Permissions(List.of(role), Map.of("Orders", ROLE), resourcePolicies));
    }

    private static boolean isAllowed(Decision decision) {
        return decision instanceof Decision.Allowed;
    }

    private static List<Permissions.Grant> grants(Decision decision) {
        return ((Decision.Allowed) decision).by();
    }

    private static String message(Decision decision) {
        return ((Decision.Denied) decision).message();
    }
}
