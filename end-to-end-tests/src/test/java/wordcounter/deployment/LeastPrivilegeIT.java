package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wordcounter.json.JsonObject;
import wordcounter.targets.PermissionReports;

/**
 * The roles and policies of template.yaml allow what is needed and nothing else.
 *
 * <p>The whole suite has run before, against local runners that enforce permissions. A call that needed a permission would have been
 * refused without it, as nothing else allowed it. So each action on each resource that no call needed is one too many, and each
 * call that was refused lacks one. {@code target/permissions.md} lists each permission with the call that needed it first.
 */
class LeastPrivilegeIT {

    /** Where the list is, for people. */
    private static final Path LIST = Path.of("target", "permissions.md");

    private static final String LOG = "Lambda writes the function's log with it; the local runner prints the log";
    private static final String TRACE = "Lambda sends the function's segments with it; the local runner has no X-Ray";

    private static final String ALARM = "CloudWatch tells of an alarm with it; the suite waits for none to ring";

    /** What the local runner need not see used, and why: by action, or by whose policy it is and the statement. */
    private static final Map<String, String> UNSEEN = Map.of(
            "logs:CreateLogStream", LOG,
            "logs:PutLogEvents", LOG,
            "xray:PutTraceSegments", TRACE,
            "xray:PutTelemetryRecords", TRACE,
            "sns:AlarmTopic AlarmsMayPublish", ALARM);

    private static final String WHAT_TO_DO_WITH_TOO_MANY = """
            No test of the suite made a call that needed these permissions, so nothing would fail without them. For each of them:
            - if no call needs it, take it out of template.yaml;
            - if a call needs it, write the test in which that call is made (FailureEdgesIT has some for what seldom happens);
            - if the local runner can't see the call, add the action or the statement to UNSEEN here, with the reason.""";

    private static final String WHAT_TO_DO_WITH_TOO_FEW = """
            AWS would refuse these calls as well. Add the action on the resource to the caller's role in template.yaml, with the call that
            needs it in a comment, or stop making the call.""";

    private static final Map<Grant, Use> USES = new LinkedHashMap<>();
    private static final Set<String> REFUSED = new TreeSet<>();

    /** An action on a resource that a statement of the template allows. */
    private record Grant(String holder, String policy, String statement, String action, String resource) {

        static Grant of(JsonObject grant) {
            return new Grant(
                    named(grant.requiredString("holder")),
                    grant.requiredString("policy"),
                    grant.requiredString("statement"),
                    grant.requiredString("action"),
                    named(grant.requiredString("resource")));
        }

        Optional<String> whyUnseen() {
            return Optional.ofNullable(UNSEEN.get(action)).or(() -> Optional.ofNullable(UNSEEN.get(ofStatement())));
        }

        private String ofStatement() {
            return holder + " " + statement;
        }

        @Override
        public String toString() {
            return "%s may %s on %s (%s, statement %s)".formatted(holder, action, resource, policy, statement);
        }
    }

    /** @param first who made the first call that needed it, and what it was; empty when there was none */
    private record Use(long calls, String first) {

        static Use of(JsonObject grant) {
            return new Use(
                    grant.requiredLong("needed"),
                    grant.optionalString("neededFirstBy")
                            .map(LeastPrivilegeIT::named)
                            .orElse(""));
        }

        Use and(Use other) {
            return new Use(calls + other.calls, first.isEmpty() ? other.first : first);
        }
    }

    @BeforeAll
    static void readReportsAndWriteTheList() throws IOException {
        assumeTrue(
                System.getProperty("target", "local").equals("local"), "only the local runner tells what was needed");
        for (JsonObject report : PermissionReports.ofThisRun()) {
            for (JsonObject grant : report.requiredObjects("grants")) {
                USES.merge(Grant.of(grant), Use.of(grant), Use::and);
            }
            for (JsonObject refused : report.requiredObjects("refused")) {
                REFUSED.add(refused.requiredString("caller") + " lacks " + refused.requiredString("action") + " on "
                        + refused.requiredString("resource") + " (" + refused.requiredString("reason") + ")");
            }
        }
        Files.writeString(LIST, list());
        assumeTrue(
                System.getProperty("it.test") == null,
                "some tests were left out with -Dit.test, so what they need is not known; " + LIST + " has the rest");
    }

    @Test
    void suite_shouldHaveNeededEachPermission() {
        List<Grant> tooMany = USES.entrySet().stream()
                .filter(entry -> entry.getValue().calls() == 0)
                .map(Map.Entry::getKey)
                .filter(grant -> grant.whyUnseen().isEmpty())
                .toList();

        assertThat(USES).as("a run of the whole suite leaves reports").isNotEmpty();
        assertThat(tooMany).as(WHAT_TO_DO_WITH_TOO_MANY).isEmpty();
    }

    @Test
    void unseen_shouldBeInTheTemplate() {
        Set<String> inTheTemplate = USES.keySet().stream()
                .flatMap(grant -> Stream.of(grant.action(), grant.ofStatement()))
                .collect(Collectors.toSet());

        assertThat(inTheTemplate)
                .as("UNSEEN has nothing that the template does not allow (any more)")
                .containsAll(UNSEEN.keySet());
    }

    @Test
    void suite_shouldHaveLackedNoPermission() {
        assertThat(REFUSED).as(WHAT_TO_DO_WITH_TOO_FEW).isEmpty();
    }

    private static String list() {
        return """
                # What template.yaml allows, and the call that proves each permission needed

                Written by LeastPrivilegeIT after the last run of the suite. Nothing else allows the calls that are counted here.

                | role, or whose policy | statement | action | resource | calls | the first of them |
                |---|---|---|---|---|---|
                """
                + USES.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
    }

    private static String row(Grant grant, Use use) {
        String proof = use.calls() > 0
                ? use.calls() + " | " + use.first()
                : "- | " + grant.whyUnseen().orElse("**none: no test needs it**");
        return "| %s | %s | %s | %s | %s |%n"
                .formatted(grant.holder(), grant.statement(), grant.action(), grant.resource(), proof);
    }

    /** A name or an ARN without what is the same for all of them: region, account and the stack's name. */
    private static String named(String name) {
        return name.replaceFirst("^arn:aws:([a-z0-9]+):[^:]*:[^:]*:", "$1:").replaceAll("(^|[:/])local-", "$1");
    }
}
