package wordcounter.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./release} in a repository of its own, whose Makefile and Maven build in a moment what ours build in minutes. */
class ReleaseIT {

    private static final long LONGEST_SECONDS = 60;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String TEMPLATE = """
            Globals:
              Function:
                CodeUri: .
                Timeout: 20
            Resources:
              WordCounterFunction:
                Type: AWS::Serverless::Function
                Metadata:
                  BuildMethod: makefile
                Properties:
                  Handler: a.B
              WordsTopic:
                Type: AWS::SNS::Topic
                Metadata:
                  Kept: true
            """;

    /** What it builds depends on the version alone. */
    private static final String MAKEFILE = """
            .PHONY: functions list
            functions:
            \tmkdir -p word-counter-fn/target
            \tgrep '<version>' pom.xml > word-counter-fn/target/lambda.zip
            list:
            \t@echo WordCounterFunction/word-counter-fn
            """;

    private static final String MAVEN = """
            #!/usr/bin/env bash
            [ ! -e "$BROKEN" ] || exit 1
            mkdir -p target && grep '<version>' pom.xml > target/sbom.json
            """;

    @TempDir
    Path temporary;

    private Path repository;

    private record Finished(int status, String output) {}

    @BeforeEach
    void makeRepository() throws Exception {
        repository = Files.createDirectories(temporary.resolve("a repository"));
        Files.createDirectories(repository.resolve(".ci"));
        Files.createDirectories(repository.resolve("word-counter-fn"));
        Files.copy(ROOT.resolve("release"), repository.resolve("release"));
        Files.copy(ROOT.resolve(".ci/launch.sh"), repository.resolve(".ci/launch.sh"));
        String pom = "<project>\n  <version>1.2.0-SNAPSHOT</version>\n</project>\n";
        Files.writeString(repository.resolve("pom.xml"), pom);
        Files.writeString(
                repository.resolve("word-counter-fn/pom.xml"),
                "<project>\n  <parent>\n    <version>1.2.0-SNAPSHOT</version>\n  </parent>\n</project>\n");
        Files.writeString(repository.resolve("CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- It is new.\n");
        Files.writeString(repository.resolve("template.yaml"), TEMPLATE);
        Files.writeString(repository.resolve("Makefile"), MAKEFILE);
        Files.writeString(repository.resolve(".gitignore"), "target/\n");
        Files.writeString(repository.resolve("samconfig.toml"), "version = 0.1\n");
        Files.writeString(repository.resolve("LICENSE"), "Apache-2.0\n");
        Path maven = temporary.resolve("maven");
        Files.writeString(maven, MAVEN);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        assertThat(run("git init -q -b main . && git config user.name A && git config user.email a@example.org"
                                + " && git add -A && git commit -q -m 'It is new'")
                        .status())
                .isZero();
    }

    @Test
    void release_shouldMakeFilesThatDeployWithoutABuild_andChangeNothing_whenItIsDry() throws Exception {
        Finished release = run("./release --dry-run 1.2.0");

        assertThat(release.status()).as(release.output()).isZero();
        assertThat(run("ls target/release").output())
                .isEqualTo("LICENSE\nSHA256SUMS\nsamconfig.toml\nsbom.json\ntemplate.yaml\nword-counter-fn.zip\n");
        assertThat(Files.readString(repository.resolve("target/release/template.yaml")))
                .isEqualTo("""
                Globals:
                  Function:
                    Timeout: 20
                Resources:
                  WordCounterFunction:
                    Type: AWS::Serverless::Function
                    Properties:
                      CodeUri: word-counter-fn.zip
                      Handler: a.B
                  WordsTopic:
                    Type: AWS::SNS::Topic
                    Metadata:
                      Kept: true
                """);
        assertThat(Files.readString(repository.resolve("target/release/word-counter-fn.zip")))
                .contains("<version>1.2.0</version>");
        assertThat(run("cd target/release && sha256sum -c SHA256SUMS").status()).isZero();
        assertThat(run("git status --porcelain; git log --oneline; git tag")
                        .output()
                        .lines())
                .hasSize(1);
    }

    @Test
    void release_shouldTagOneVersionEverywhere_andGoOnWithTheNextSnapshot() throws Exception {
        Finished release = run("./release 1.2.0");

        assertThat(release.status()).as(release.output()).isZero();
        assertThat(run("git status --porcelain").output()).isEmpty();
        assertThat(run("git show v1.2.0:pom.xml v1.2.0:word-counter-fn/pom.xml").output())
                .containsOnlyOnce("\n  <version>1.2.0</version>")
                .containsOnlyOnce("    <version>1.2.0</version>")
                .doesNotContain("SNAPSHOT");
        assertThat(run("git show v1.2.0:CHANGELOG.md").output())
                .matches(
                        "(?s)# Changelog\\n\\n## Unreleased\\n\\n## 1\\.2\\.0 - \\d{4}-\\d\\d-\\d\\d\\n\\n- It is new\\.\\n");
        assertThat(run("cat pom.xml word-counter-fn/pom.xml").output())
                .contains("  <version>1.2.1-SNAPSHOT</version>", "    <version>1.2.1-SNAPSHOT</version>");
        assertThat(run("git rev-list v1.2.0..HEAD").output().lines()).hasSize(1);
        assertThat(run("git cat-file -t v1.2.0").output()).isEqualTo("tag\n");
    }

    @Test
    void release_shouldLeaveNothing_whenTheBuildFails() throws Exception {
        Finished release = run("touch ../broken && BROKEN=$PWD/../broken ./release 1.2.0");

        assertThat(release.status()).isNotZero();
        assertThat(run("git status --porcelain; git log --oneline; git tag")
                        .output()
                        .lines())
                .hasSize(1);
    }

    @Test
    void verify_shouldFindWhatIsNotTheTags() throws Exception {
        run("./release 1.2.0 && mv target/release ../files");

        assertThat(run("./release --verify 1.2.0 ../files").output()).endsWith("are those of v1.2.0.\n");

        Files.writeString(temporary.resolve("files/word-counter-fn.zip"), "something else");
        assertThat(run("./release --verify 1.2.0 ../files").status()).isNotZero();
        assertThat(run("cd ../files && sha256sum *.* LICENSE > SHA256SUMS; cd - && ./release --verify 1.2.0 ../files")
                        .output())
                .contains("the files in ../files are not those of v1.2.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo new >> pom.xml                      | there is something uncommitted",
                "git tag v1.2.0                           | the tag v1.2.0 is there already",
                "sed -i.bak s/-SNAPSHOT// pom.xml && rm pom.xml.bak && git commit -qam x | the version in pom.xml, 1.2.0, is no snapshot",
                "echo '## Unreleased' > CHANGELOG.md && git commit -qam x | CHANGELOG.md has nothing under Unreleased"
            })
    void release_shouldRefuse_when(String given) throws Exception {
        String[] parts = given.split("\\|", 2);
        assertThat(run(parts[0]).status()).isZero();

        Finished release = run("./release 1.2.0");

        assertThat(release.status()).isEqualTo(1);
        assertThat(release.output()).isEqualTo("release: " + parts[1].strip() + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2", "v1.2.0", "--dry-run", "1.2.0 more", "--verify 1.2.0", "--other 1.2.0"})
    void release_shouldShowItsUsage_whenItIsCalledWrongly(String arguments) throws Exception {
        Finished release = run("./release " + arguments);

        assertThat(release.status()).isEqualTo(2);
        assertThat(release.output()).startsWith("  ./release --dry-run 1.2.0");
    }

    private Finished run(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(temporary, "output", "");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("MVN", temporary.resolve("maven").toString());
        builder.environment().putIfAbsent("BROKEN", temporary.resolve("none").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end: " + Files.readString(output, UTF_8));
        }
        return new Finished(process.exitValue(), Files.readString(output, UTF_8));
    }
}
