package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule over the workflow and the roles as they are, which keep it, and over ones that break it in one place. */
class PipelineRulesTest {

    private static final Path ROOT = Path.of("..");

    private final String workflow = read(".github/workflows/build-and-deploy.yml");
    private final String roles = read("deploy/github-oidc.yaml");

    @Test
    void workflows_shouldBeTheOneThatIsLookedAt() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).containsExactly("build-and-deploy.yml");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2', '@v6 # v6.0.2'",
        "'@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2', '@de0fac2e # v6.0.2'",
        "'@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2', '@de0fac2e4500dabe0009e67214ff5f5447ce83dd'"
    })
    void actionsThatCanBeMoved_shouldBeNone(String right, String wrong) {
        assertThat(asIs().actionsThatCanBeMoved()).isEmpty();
        assertThat(withWorkflow(right, wrong).actionsThatCanBeMoved()).containsExactly("actions/checkout" + wrong);
    }

    @ParameterizedTest
    @CsvSource({
        "'permissions:\n  contents: read\n', '', permissions",
        "'permissions:\n  contents: read\n', 'permissions: write-all\n', permissions",
        "'  test:\n', '  test:\n    permissions:\n      id-token: write\n', test.permissions",
        "'      contents: read\n      id-token: write\n', '      contents: write\n      id-token: write\n', dev.permissions",
        "'persist-credentials: false', 'persist-credentials: true', test.persist-credentials",
        "vars.DEPLOY_ROLE_ARN, secrets.DEPLOY_ROLE_ARN, secrets"
    })
    void jobsThatMayTooMuch_shouldBeNone(String right, String wrong, String broken) {
        assertThat(asIs().jobsThatMayTooMuch()).isEmpty();
        assertThat(withWorkflow(right, wrong).jobsThatMayTooMuch()).containsExactly(broken);
    }

    @Test
    void jobsThatBuildWithARole_shouldBeNone() {
        assertThat(asIs().jobsThatBuildWithARole()).isEmpty();
        assertThat(withWorkflow("sam deploy --config-env", "sam build && sam deploy --config-env")
                        .jobsThatBuildWithARole())
                .containsExactly("dev", "prod");
    }

    @ParameterizedTest
    @CsvSource({
        "'    timeout-minutes: 60\n', '', test.timeout-minutes",
        "group: deploy-prod, group: deploy-dev, prod.concurrency",
        "'concurrency:\n  group: build', 'concurrency:\n  name: build', concurrency"
    })
    void jobsWithoutALimit_shouldBeNone(String right, String wrong, String broken) {
        assertThat(asIs().jobsWithoutALimit()).isEmpty();
        assertThat(withWorkflow(right, wrong).jobsWithoutALimit()).containsExactly(broken);
    }

    @ParameterizedTest
    @CsvSource({
        "'needs: [test, check-sam, build]', 'needs: [check-sam, build]', dev.needs",
        "'needs: [dev]', 'needs: [build]', prod.needs",
        "' && github.ref == ''refs/heads/main''', '', dev.if"
    })
    void deploymentsOfWhatIsNotTested_shouldBeNone(String right, String wrong, String broken) {
        assertThat(asIs().deploymentsOfWhatIsNotTested()).isEmpty();
        assertThat(withWorkflow(right, wrong).deploymentsOfWhatIsNotTested()).containsExactly(broken);
    }

    @ParameterizedTest
    @CsvSource({
        "':environment:${Environment}', ':*', DeployRole.Condition",
        "'repo:${Repository}', 'repo:*', DeployRole.Condition",
        "'StringEquals:\n                token', 'StringLike:\n                token', DeployRole.Condition",
        "'githubusercontent.com:aud: sts.amazonaws.com', 'githubusercontent.com:aud: other', DeployRole.Condition",
        "sts:AssumeRoleWithWebIdentity, sts:AssumeRole, DeployRole.Action",
        "'aws:SourceArn', 'aws:Arn', CloudFormationRole.AssumeRolePolicyDocument"
    })
    void rolesForStrangers_shouldBeNone(String right, String wrong, String broken) {
        assertThat(asIs().rolesForStrangers()).isEmpty();
        assertThat(withRoles(right, wrong).rolesForStrangers()).containsExactly(broken);
    }

    @Test
    void actionsOfTheWorkflowWithWildcards_shouldBeNone() {
        assertThat(asIs().actionsOfTheWorkflowWithWildcards()).isEmpty();
        assertThat(withRoles("cloudformation:DescribeChangeSet", "cloudformation:*")
                        .actionsOfTheWorkflowWithWildcards())
                .containsExactly("cloudformation:*");
    }

    @Test
    void servicesThatCannotBeDeployed_shouldBeNone() {
        assertThat(asIs().servicesThatCannotBeDeployed(Template.parse(Template.text())))
                .isEmpty();
        assertThat(asIs().servicesThatCannotBeDeployed(Template.parse(
                        replaced(Template.text(), "AWS::SQS::QueuePolicy", "AWS::Kinesis::Stream"))))
                .containsExactly("kinesis");
    }

    /** An environment's variables are outputs of the template that makes the roles, and documented. */
    @Test
    void variables_shouldBeKnown() {
        String document = read("docs/deploy.md");
        List<String> outputs = Template.parse(roles).section("Outputs").values().stream()
                .map(output -> Template.text(output, "Description").replaceFirst(".* ", ""))
                .toList();

        assertThat(asIs().variables())
                .containsExactlyInAnyOrder(
                        "AWS_REGION", "ARTIFACTS_BUCKET", "CLOUDFORMATION_ROLE_ARN", "DEPLOY_ROLE_ARN")
                .allMatch(document::contains)
                .allMatch(variable -> variable.equals("AWS_REGION") || outputs.contains(variable));
    }

    /** Dependabot looks after every folder in which versions stand. */
    @Test
    void dependabot_shouldKnowEveryFolderWithVersions() {
        assertThat(Template.list(Template.yaml(read(".github/dependabot.yml")), "updates").stream()
                        .map(update ->
                                Template.text(update, "package-ecosystem") + " " + Template.text(update, "directory")))
                .containsExactlyInAnyOrder(
                        "maven /", "github-actions /", "docker /container", "pip /benchmarks/python");
    }

    private PipelineRules asIs() {
        return new PipelineRules(workflow, roles);
    }

    private PipelineRules withWorkflow(String right, String wrong) {
        return new PipelineRules(replaced(workflow, right, wrong), roles);
    }

    private PipelineRules withRoles(String right, String wrong) {
        return new PipelineRules(workflow, replaced(roles, right, wrong));
    }

    private static String replaced(String text, String right, String wrong) {
        assertThat(text).as("it has what the test breaks").contains(right);
        int at = text.indexOf(right);
        return text.substring(0, at) + wrong + text.substring(at + right.length());
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
