package localrunner.permissions;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import localrunner.application.Application;
import localrunner.console.Console;
import localrunner.facts.Fact;
import localrunner.facts.Facts;
import localrunner.iam.Authorizer;
import localrunner.iam.Call;
import localrunner.iam.CallContext;
import localrunner.iam.Caller;
import localrunner.iam.Decision;
import localrunner.iam.Permissions;

/**
 * Decides what each function, role and service of an application may do. Prints a line for each refusal. Thread-safe.
 *
 * <p>Calls come over plain HTTP here, where the SDK uses TLS on AWS: so {@code aws:SecureTransport} is {@code true}.
 */
final class Gatekeeper {

    private static final String API_GATEWAY_SESSION = "BackplaneAssumeRoleSession";

    private final Application application;
    private final Permissions permissions;
    private final Authorizer authorizer;
    private final Console console;
    private final Facts facts;
    private final InstantSource clock;
    private final PermissionUse use = new PermissionUse();
    private final Map<String, Application.Function> functions = new HashMap<>();

    Gatekeeper(Application application, Permissions permissions, Console console, Facts facts, InstantSource clock) {
        this.application = application;
        this.permissions = permissions;
        this.console = console;
        this.facts = facts;
        this.clock = clock;
        authorizer = new Authorizer(permissions);
        application.functions().forEach(function -> functions.put(function.logicalId(), function));
    }

    PermissionUse use() {
        return use;
    }

    Permissions permissions() {
        return permissions;
    }

    /** Who calls, and what a refusal's line on the console begins with. */
    record Identity(Caller caller, String source, CallContext context) {}

    /** A function, with its role; empty when the application has no such function. */
    Optional<Identity> function(String logicalId) {
        return Optional.ofNullable(functions.get(logicalId))
                .flatMap(function -> permissions
                        .roleArnOf(logicalId)
                        .map(roleArn -> new Identity(
                                new Caller.RoleSession(roleArn, function.name()),
                                logicalId,
                                ofRole(roleArn).with(CallContext.SOURCE_FUNCTION_ARN, function.arn()))));
    }

    /** A function by its ARN, also with a qualifier. */
    Optional<Identity> functionByArn(String arn) {
        return functions.values().stream()
                .filter(function -> arn.equals(function.arn()) || arn.startsWith(function.arn() + ":"))
                .findFirst()
                .flatMap(function -> function(function.logicalId()));
    }

    /** API Gateway with a role of the template; empty when the template has no such role. */
    Optional<Identity> apiGateway(String roleArn) {
        return permissions.roles().stream()
                .filter(role -> role.arn().equals(roleArn))
                .findFirst()
                .map(role -> new Identity(
                        new Caller.RoleSession(roleArn, API_GATEWAY_SESSION), role.name(), ofRole(roleArn)));
    }

    Identity service(String name, String sourceArn) {
        return new Identity(
                new Caller.Service(name, sourceArn),
                name,
                CallContext.NONE
                        .with(CallContext.SOURCE_ARN, sourceArn)
                        .with(CallContext.SOURCE_ACCOUNT, Application.ACCOUNT_ID)
                        .with(CallContext.PRINCIPAL_IS_AWS_SERVICE, "true")
                        .with(CallContext.PRINCIPAL_SERVICE_NAME, name)
                        .and(common()));
    }

    private CallContext ofRole(String roleArn) {
        return CallContext.NONE
                .with(CallContext.PRINCIPAL_ARN, roleArn)
                .with(CallContext.PRINCIPAL_ACCOUNT, Application.ACCOUNT_ID)
                .with(CallContext.PRINCIPAL_IS_AWS_SERVICE, "false")
                .and(common());
    }

    private CallContext common() {
        return CallContext.NONE
                .with(CallContext.SECURE_TRANSPORT, "true")
                .with(CallContext.REQUESTED_REGION, application.region())
                .with(CallContext.RESOURCE_ACCOUNT, Application.ACCOUNT_ID);
    }

    /**
     * The first of the needs that is not allowed; empty when all are.
     *
     * @param operation what is called, such as {@code TransactWriteItems}
     */
    Optional<Decision.Denied> refusal(Identity identity, Supplier<String> operation, List<Need> needs) {
        for (Need need : needs) {
            Call call = new Call(
                    identity.caller(),
                    need.action(),
                    need.resource(),
                    need.context().and(identity.context()));
            switch (authorizer.decide(call)) {
                case Decision.Allowed(var grants) -> {
                    use.allowed(grants, () -> identity.source() + ": " + operation.get());
                    tell(identity, true, need.action() + " allowed by " + granted(grants));
                }
                case Decision.Denied denied -> {
                    use.refused(denied);
                    tell(identity, false, need.action() + " refused " + denied.reason());
                    console.warn(identity.source(), "refused: " + denied.message());
                    return Optional.of(denied);
                }
            }
        }
        return Optional.empty();
    }

    private void tell(Identity identity, boolean allowed, String decision) {
        facts.tell(new Fact.PermissionChecked(clock.instant(), identity.source(), allowed, decision));
    }

    private static String granted(List<Permissions.Grant> grants) {
        return grants.stream()
                .findFirst()
                .map(grant -> "the policy " + grant.policy() + " of " + grant.holder())
                .orElse("nobody's policy");
    }
}
