package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The policy for operators, which the template makes on demand, allows what the code of ./words calls and nothing else. */
class OperatorPolicyTest {

    /** It wraps each method of a client, whoever calls it. */
    private static final String WRAPPER = "wordcounter.reconciliation.PatientDynamoDb";

    /** What removes a stack needs the rights of whoever deploys it, and is nothing for operators. */
    private static final String REMOVING = "wordcounter\\.operator\\.(Kept\\w+|CloudFormationStacks|StackParameters)";

    private static final Set<String> NO_CALLS = Set.of("Builder", "Close", "ServiceName");

    /** The local runner alone is given a signing secret. */
    private static final String NEVER_ON_AWS = "ssm:PutParameter";

    /** The right that IAM asks for, where it is not named like the call. */
    private static final Map<String, String> RIGHTS = Map.of(
            "dynamodb:TransactGetItems", "dynamodb:GetItem",
            "dynamodb:TransactWriteItems", "dynamodb:UpdateItem",
            "lambda:Invoke", "lambda:InvokeFunction",
            "s3:HeadObject", "s3:GetObject");

    /** What S3 asks KMS for, on behalf of whoever calls it, when the bucket is encrypted by a key of the stack. */
    private static final Map<String, Set<String>> BY_S3 =
            Map.of("s3:PutObject", Set.of("kms:GenerateDataKey"), "s3:GetObject", Set.of("kms:Decrypt"));

    private final JavaClasses classes = new ClassFileImporter()
            .importPaths(
                    Path.of("..", "operator-cli", "target", "classes"),
                    Path.of("..", "reconciliation", "target", "classes"),
                    Path.of("..", "shared-model", "target", "classes"));

    @Test
    void policy_shouldAllowWhatTheCommandsCall() {
        Set<String> needed = new TreeSet<>();
        reachedFrom("wordcounter.operator").stream()
                .filter(reached -> !reached.getName().equals(WRAPPER))
                .filter(reached -> !reached.getName().matches(REMOVING))
                .flatMap(OperatorPolicyTest::callsOfAws)
                .filter(call -> !call.equals(NEVER_ON_AWS))
                .map(call -> RIGHTS.getOrDefault(call, call))
                .flatMap(right -> Stream.concat(Stream.of(right), BY_S3.getOrDefault(right, Set.of()).stream()))
                .forEach(needed::add);

        Set<String> allowed = new TreeSet<>();
        Template.list(
                        Template.parse(Template.text()).section("Resources"),
                        "WordsCommandPolicy",
                        "Properties",
                        "PolicyDocument",
                        "Statement")
                .stream()
                .flatMap(OperatorPolicyTest::statements)
                .forEach(statement -> allowed.addAll(Template.texts(statement, "Action")));
        assertThat(allowed).isEqualTo(needed);
    }

    /** A statement, or the one that a condition lets in. */
    private static Stream<?> statements(Object statement) {
        return statement instanceof List<?> choice
                ? choice.stream().filter(Map.class::isInstance)
                : Stream.of(statement);
    }

    private Set<JavaClass> reachedFrom(String packageName) {
        Set<JavaClass> reached = new HashSet<>();
        Deque<JavaClass> open = new ArrayDeque<>(classes.stream()
                .filter(each -> each.getPackageName().equals(packageName))
                .toList());
        while (!open.isEmpty()) {
            JavaClass next = open.pop();
            if (reached.add(next)) {
                next.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .filter(target -> target.getPackageName().startsWith("wordcounter"))
                        .forEach(open::push);
            }
        }
        return reached;
    }

    /** Each call as IAM would name it, such as {@code dynamodb:Scan}. */
    private static Stream<String> callsOfAws(JavaClass caller) {
        Stream<JavaAccess<?>> accesses =
                Stream.concat(caller.getMethodCallsFromSelf().stream(), caller.getMethodReferencesFromSelf().stream());
        return accesses.filter(access ->
                        access.getTargetOwner().getName().matches("software\\.amazon\\.awssdk\\.services\\..*Client"))
                .filter(access -> !NO_CALLS.contains(operation(access)))
                .map(access -> service(access) + ":" + operation(access));
    }

    /** As IAM calls it: by the client's package, but for the logs'. */
    private static String service(JavaAccess<?> access) {
        return access.getTargetOwner().getPackageName().replaceAll(".*\\.", "").replace("cloudwatchlogs", "logs");
    }

    private static String operation(JavaAccess<?> access) {
        String method = access.getName().replaceFirst("Paginator$", "");
        return Character.toUpperCase(method.charAt(0)) + method.substring(1);
    }
}
