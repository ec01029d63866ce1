package localrunner.map;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.iam.Permissions;
import localrunner.iam.Permissions.Grant;
import localrunner.iam.Role;
import localrunner.map.ApplicationMap.EdgeKind;

/**
 * Tells from a function's role which resources it may call, and whether to read, write or send. A grant on all resources tells
 * nothing. Immutable.
 */
final class GrantedCalls {

    private static final Set<String> SENDING = Set.of("sns:publish", "sqs:sendmessage");
    private static final List<String> READING =
            List.of(":get", ":batchget", ":query", ":scan", ":receive", ":list", ":describe", ":conditioncheck");
    /** What is needed to receive or inspect, beside the receiving itself. */
    private static final Set<String> READING_TOO =
            Set.of("sqs:deletemessage", "sqs:changemessagevisibility", "sqs:purgequeue");

    /** A call that a role allows. */
    record Granted(Resources.Resource resource, EdgeKind kind) {}

    private final Application application;
    private final Resources resources;

    GrantedCalls(Application application, Resources resources) {
        this.application = application;
        this.resources = resources;
    }

    /** The calls that a function's role allows; none when permissions are not read. */
    List<Granted> of(Application.Function function) {
        return application.permissions().stream()
                .flatMap(permissions -> grants(permissions, function))
                .flatMap(grant ->
                        resources
                                .named(resourceOf(grant))
                                .map(resource -> new Granted(resource, kind(grant.action())))
                                .stream())
                .toList();
    }

    private static Stream<Grant> grants(Permissions permissions, Application.Function function) {
        Optional<String> role = permissions
                .roleArnOf(function.logicalId())
                .flatMap(arn -> permissions.roles().stream()
                        .filter(one -> one.arn().equals(arn))
                        .findFirst())
                .map(Role::name);
        return permissions.grants().stream()
                .filter(grant -> role.filter(grant.holder()::equals).isPresent());
    }

    /** A table's indexes and a bucket's objects stand for the whole. */
    private static String resourceOf(Grant grant) {
        String arn = grant.resource();
        int slash = arn.startsWith("arn:aws:s3:::") ? arn.indexOf('/') : arn.indexOf("/index/");
        return slash < 0 ? arn : arn.substring(0, slash);
    }

    private static EdgeKind kind(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        if (SENDING.contains(lower)) {
            return EdgeKind.SEND;
        }
        if (READING_TOO.contains(lower) || READING.stream().anyMatch(lower::contains)) {
            return EdgeKind.READ;
        }
        return EdgeKind.WRITE;
    }
}
