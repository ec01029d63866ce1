package wordcounter.deployment;

import static wordcounter.deployment.Template.list;
import static wordcounter.deployment.Template.map;
import static wordcounter.deployment.Template.text;
import static wordcounter.deployment.Template.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What we hold the workflow that deploys to, and the template of the roles that it is given. Each method returns what breaks its
 * rule.
 */
final class PipelineRules {

    private static final Pattern USES = Pattern.compile("uses: *(.*)");
    private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
    private static final Pattern VARIABLE = Pattern.compile("vars\\.([A-Z_]+)");

    private final String workflowText;
    private final Map<?, ?> workflow;
    private final Template roles;

    /**
     * @param workflow of GitHub Actions
     * @param roles the CloudFormation template of what the workflow needs
     */
    PipelineRules(String workflow, String roles) {
        this.workflowText = workflow;
        this.workflow = Template.yaml(workflow);
        this.roles = Template.parse(roles);
    }

    /** An action is named by its commit, which nobody can move; the version behind it is for people and for Dependabot. */
    List<String> actionsThatCanBeMoved() {
        return USES.matcher(workflowText)
                .results()
                .map(found -> found.group(1).strip())
                .filter(action -> !PINNED.matcher(action).matches())
                .distinct()
                .toList();
    }

    /**
     * A token reads the repository and does nothing else. Only a job that deploys can have itself identified; its environment
     * decides who may start it. No job finds the token in its checkout, and none knows a secret.
     */
    List<String> jobsThatMayTooMuch() {
        List<String> broken = new ArrayList<>();
        if (!map(workflow, "permissions").equals(Map.of("contents", "read"))) {
            broken.add("permissions");
        }
        if (workflowText.contains("secrets.")) {
            broken.add("secrets");
        }
        jobs().forEach((name, job) -> {
            Map<String, String> allowed =
                    deploys(job) ? Map.of("contents", "read", "id-token", "write") : Map.<String, String>of();
            if (!map(job, "permissions").equals(allowed)) {
                broken.add(name + ".permissions");
            }
            list(job, "steps").stream()
                    .filter(step -> text(step, "uses").startsWith("actions/checkout@"))
                    .filter(step -> !text(step, "with", "persist-credentials").equals("false"))
                    .forEach(_ -> broken.add(name + ".persist-credentials"));
        });
        return broken;
    }

    /** What Maven downloads never runs where there is a role. */
    List<String> jobsThatBuildWithARole() {
        return jobs().entrySet().stream()
                .filter(job -> deploys(job.getValue()))
                .filter(job -> list(job.getValue(), "steps").stream()
                        .anyMatch(step -> text(step, "run").matches("(?s).*(mvn|sam build|make|check-sam).*")))
                .map(job -> String.valueOf(job.getKey()))
                .toList();
    }

    /** No job runs for ever, and no two deployments of one stage at a time. */
    List<String> jobsWithoutALimit() {
        List<String> broken = new ArrayList<>();
        jobs().forEach((name, job) -> {
            if (text(job, "timeout-minutes").isEmpty()) {
                broken.add(name + ".timeout-minutes");
            }
            String group = "deploy-" + text(job, "environment");
            if (deploys(job) && !text(job, "concurrency", "group").equals(group)) {
                broken.add(name + ".concurrency");
            }
        });
        if (text(workflow, "concurrency", "group").isEmpty()) {
            broken.add("concurrency");
        }
        return broken;
    }

    /** Only what is on main is deployed, after every other job; to prod only what dev took. */
    List<String> deploymentsOfWhatIsNotTested() {
        List<String> broken = new ArrayList<>();
        Set<String> others = new TreeSet<>();
        jobs().forEach((name, job) -> {
            if (!deploys(job)) {
                others.add(String.valueOf(name));
            }
        });
        if (!new TreeSet<>(Template.texts(jobs(), "dev", "needs")).equals(others)) {
            broken.add("dev.needs");
        }
        if (!text(jobs(), "dev", "if").equals("github.event_name == 'push' && github.ref == 'refs/heads/main'")) {
            broken.add("dev.if");
        }
        if (!Template.texts(jobs(), "prod", "needs").equals(List.of("dev"))) {
            broken.add("prod.needs");
        }
        return broken;
    }

    /** A role is given to one environment of one repository, and CloudFormation's to the one stack. */
    List<String> rolesForStrangers() {
        List<String> broken = new ArrayList<>();
        Map<?, ?> trust = trust("DeployRole");
        if (!text(trust, "Action").equals("sts:AssumeRoleWithWebIdentity")) {
            broken.add("DeployRole.Action");
        }
        Map<String, String> expected = Map.of(
                "token.actions.githubusercontent.com:aud", "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub", "repo:${Repository}:environment:${Environment}");
        if (!map(trust, "Condition").equals(Map.of("StringEquals", expected))) {
            broken.add("DeployRole.Condition");
        }
        Map<?, ?> service = trust("CloudFormationRole");
        if (!text(service, "Principal", "Service").equals("cloudformation.amazonaws.com")
                || !text(service, "Condition", "ArnLike", "aws:SourceArn").endsWith(":stack/${StackName}/*")) {
            broken.add("CloudFormationRole.AssumeRolePolicyDocument");
        }
        return broken;
    }

    private Map<?, ?> trust(String role) {
        List<?> statements = list(roles.resources(), role, "Properties", "AssumeRolePolicyDocument", "Statement");
        return statements.size() == 1 && statements.getFirst() instanceof Map<?, ?> only ? only : Map.of();
    }

    /** The workflow's role names each action, and hands everything but the deployment itself to CloudFormation. */
    List<String> actionsOfTheWorkflowWithWildcards() {
        return statements("DeployRole").stream()
                .flatMap(statement -> Template.texts(statement, "Action").stream())
                .filter(action -> action.contains("*"))
                .toList();
    }

    /** CloudFormation's role may make each type of resource that the template has. */
    List<String> servicesThatCannotBeDeployed(Template template) {
        Set<String> needed = new TreeSet<>();
        template.resources().values().forEach(resource -> needed.add(service(type(resource))));
        statements("CloudFormationRole").stream()
                .filter(statement -> text(statement, "Effect").equals("Allow"))
                .flatMap(statement -> Template.texts(statement, "Action").stream())
                .forEach(action -> needed.remove(action.replaceFirst(":.*", "")));
        return List.copyOf(needed);
    }

    private List<?> statements(String role) {
        return list(roles.resources(), role, "Properties", "Policies").stream()
                .flatMap(policy -> list(policy, "PolicyDocument", "Statement").stream())
                .toList();
    }

    /** As IAM names it. */
    private static String service(String type) {
        return switch (type) {
            case "AWS::Serverless::Api" -> "apigateway";
            case "AWS::Serverless::Function" -> "lambda";
            default -> type.split("::", -1)[1].toLowerCase(Locale.ROOT);
        };
    }

    /** The variables that an environment must have. */
    Set<String> variables() {
        Set<String> variables = new TreeSet<>();
        VARIABLE.matcher(workflowText).results().forEach(found -> variables.add(found.group(1)));
        return variables;
    }

    private Map<?, ?> jobs() {
        return map(workflow, "jobs");
    }

    private static boolean deploys(Object job) {
        return !text(job, "environment").isEmpty();
    }
}
