package localrunner.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import localrunner.application.Application.Build;
import localrunner.application.Application.Function;
import localrunner.application.FunctionBuilder;
import localrunner.console.RecordingConsole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of Maven and Gradle have a stand-in for the wrapper, which notes its calls and makes one class. */
class FunctionCodeIT {

    private static final Build BY_BUILD_FILE = new Build.ByBuildFile();
    private static final Build MAKEFILE = new Build.Makefile("build-Worker");

    @TempDir
    Path folder;

    private final RecordingConsole console = new RecordingConsole();
    private FunctionCode code;

    @BeforeEach
    void prepareWorkFolder() {
        code = new FunctionCode(folder.resolve("work"), console);
    }

    @AfterEach
    void close_shouldDeleteWorkFolder() {
        code.close();
        assertThat(folder.resolve("work")).doesNotExist();
    }

    @Test
    void prepareAll_shouldUseFolderAsItIs() throws Exception {
        ClassFiles.write(folder, "a.Handler", ClassFiles.handler("a.Handler"));

        assertThat(prepared(folder, BY_BUILD_FILE)).isEqualTo(folder);
    }

    @Test
    void prepareAll_shouldUseFolderAsItIs_whenTheBuildIsSkipped() throws Exception {
        Path project = project("app");
        ClassFiles.write(project, "a.Handler", ClassFiles.handler("a.Handler"));

        assertThat(prepared(project, new Build.Skipped())).isEqualTo(project);
        assertThat(calls()).isEmpty();
    }

    @Test
    void prepareAll_shouldUnpackOnce_whenFunctionsShareAZip() throws Exception {
        Path zip = zip("function.zip", "a/Handler.class", ClassFiles.handler("a.Handler"));
        Path other = zip("other.zip", "a/Handler.class", ClassFiles.handler("a.Handler"));

        Map<String, Path> prepared =
                code.prepareAll(List.of(function("One", zip), function("Two", zip), function("Three", other)));

        assertThat(prepared.get("One")).isEqualTo(prepared.get("Two")).startsWith(folder.resolve("work"));
        assertThat(prepared.get("Three")).isNotEqualTo(prepared.get("One")).startsWith(folder.resolve("work"));
        try (var unpacked = Files.list(folder.resolve("work"))) {
            assertThat(unpacked).hasSize(2);
        }
        assertThat(prepared.getOrDefault("One", folder).resolve("a/Handler.class"))
                .isRegularFile();
    }

    @Test
    void prepareAll_shouldRefuse_whenZipReachesOutOfItsFolder() throws Exception {
        Path zip = zip("evil.zip", "../../evil", new byte[0]);

        assertThatThrownBy(() -> prepared(zip, BY_BUILD_FILE))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageContaining("../../evil");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void prepareAll_shouldSayWhatIsMissing_whenThereIsNoZip() throws Exception {
        Path missing = folder.resolve("app/target/lambda.zip");

        assertThatThrownBy(() -> prepared(missing, BY_BUILD_FILE))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessage("template.yaml:7: CodeUri: there is no code at " + missing
                        + ". Name a folder, zip or jar file that is there.");

        Path project = project("app");
        assertThatThrownBy(() -> prepared(missing, BY_BUILD_FILE))
                .hasMessageContaining("Build it first, in " + project + "; or name that folder in CodeUri");
    }

    @Test
    void prepareAll_shouldTellEachFunctionWithoutAHandler_atOnce() throws Exception {
        ClassFiles.write(folder, "a.Handler", ClassFiles.handler("a.Handler"));

        assertThatThrownBy(() -> code.prepareAll(List.of(
                        function("Right", folder),
                        FunctionBuilder.function("Wrong")
                                .withCode(folder)
                                .withHandler("a.Other")
                                .build(),
                        FunctionBuilder.function("WrongToo")
                                .withCode(folder)
                                .withHandler("a.Handler::none")
                                .build())))
                .isInstanceOf(FunctionCodeException.class)
                .message()
                .hasLineCount(2)
                .contains("there is no class a.Other", "has no method none");
    }

    @Test
    void prepareAll_shouldFillArtifactsFolder_whenBuildMethodIsMakefile() throws Exception {
        makefile(folder);

        Path prepared = prepared(folder, MAKEFILE);

        assertThat(prepared.resolve("lib/it")).hasContent("built");
    }

    @Test
    void prepareAll_shouldFillArtifactsFolder_whenItsNameIsOneThatMakeWouldExpand() throws Exception {
        makefile(folder);

        try (FunctionCode elsewhere = new FunctionCode(folder.resolve("a \"b\" $c"), console)) {
            Path prepared = prepared(elsewhere, function("Worker", folder, MAKEFILE));

            assertThat(prepared.resolve("lib/it")).hasContent("built");
        }
    }

    @Test
    void prepareAll_shouldShowCommandAndOutput_whenBuildFails() throws Exception {
        Files.writeString(folder.resolve("Makefile"), "build-Worker:\n\t@echo compiler says no; exit 7\n");

        assertThatThrownBy(() -> prepared(folder, MAKEFILE))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageContaining("Worker")
                .hasMessageContaining("make -s -C " + folder + " build-Worker ARTIFACTS_DIR=")
                .hasMessageContaining("compiler says no");
    }

    @Test
    void prepareAll_shouldSayWhatIsMissing_whenThereIsNoMakefile() {
        assertThatThrownBy(() -> prepared(folder, MAKEFILE))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageContaining(folder.resolve("Makefile").toString());
    }

    @Test
    void prepareAll_shouldBuildByTheWrapper_whenTheFolderHasAPom() throws Exception {
        Path project = project("app");
        script(project.resolve("mvnw"), standIn() + "touch dependency-reduced-pom.xml\n");

        Path prepared = prepared(project, BY_BUILD_FILE);

        assertThat(prepared.resolve("a/Handler.class")).isRegularFile();
        assertThat(prepared.resolve("lib/needed.jar")).hasContent("a jar");
        assertThat(calls())
                .singleElement()
                .asString()
                .contains("-f " + project.resolve("pom.xml"))
                .contains("-DskipTests package dependency:copy-dependencies -DincludeScope=runtime");
        assertThat(console.lines())
                .anyMatch(line -> line.contains("Worker: "))
                .anyMatch(line -> line.contains("built by the stand-in"));
        // Nothing but target is new in the project
        try (var files = Files.list(project)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("mvnw", "pom.xml", "src", "target");
        }
    }

    @Test
    void prepareAll_shouldBuildAgain_onlyWhenASourceHasChanged() throws Exception {
        Path project = project("app");
        Path source = project.resolve("src/main/java/a/Handler.java");
        prepared(project, BY_BUILD_FILE);

        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        Files.writeString(project.resolve("README.md"), "for people");
        Files.writeString(project.resolve("template.yaml"), "for SAM");
        Files.writeString(project.resolve("dependency-reduced-pom.xml"), "by the user's own build");
        Files.createDirectory(project.resolve(".idea"));
        Files.writeString(project.resolve(".idea/workspace.xml"), "for an editor");
        prepared(project, BY_BUILD_FILE);
        assertThat(calls()).hasSize(1);

        Files.writeString(source, "class Handler { /* changed */ }");
        prepared(project, BY_BUILD_FILE);
        assertThat(calls()).hasSize(2);

        Files.delete(project.resolve("target/run-local/code/a/Handler.class"));
        Files.delete(project.resolve("target/run-local/stamp"));
        prepared(project, BY_BUILD_FILE);
        assertThat(calls()).hasSize(3);
    }

    @Test
    void prepareAll_shouldBuildModulesTogether_whenTheyBelongToOneBuild() throws Exception {
        Path root = project("shop");
        Path orders = module(root, "services/orders");
        Path mail = module(root, "services/mail");
        Path shared = module(root, "shared");
        modules(root, "services", "shared");
        modules(root.resolve("services"), "orders", "mail");

        Map<String, Path> prepared =
                code.prepareAll(List.of(function("Orders", orders), function("Mail", mail), function("Mail2", mail)));
        assertThat(calls())
                .singleElement()
                .asString()
                .contains("-f " + root.resolve("pom.xml") + " -pl services/mail,services/orders -am");
        assertThat(prepared.get("Orders")).isEqualTo(orders.resolve("target/run-local/code"));
        assertThat(prepared.get("Mail")).isEqualTo(prepared.get("Mail2"));

        Files.writeString(shared.resolve("src/main/java/a/Handler.java"), "class Handler { /* changed */ }");
        code.prepareAll(List.of(function("Orders", orders)));
        assertThat(calls()).hasSize(2).last().asString().contains("-pl services/orders -am");
    }

    @Test
    void prepareAll_shouldShowWhatMavenSaysAndBuildAgain_whenItFails() throws Exception {
        Path project = project("app");
        script(project.resolve("mvnw"), "echo '[ERROR] Handler.java:[3,1] not a statement'; exit 1");

        assertThatThrownBy(() -> prepared(project, BY_BUILD_FILE))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageStartingWith("template.yaml:7: CodeUri: the build of " + project
                        + " failed with exit status 1, see above: " + project.resolve("mvnw"));
        assertThat(console.lines()).anyMatch(line -> line.endsWith("[ERROR] Handler.java:[3,1] not a statement"));

        script(project.resolve("mvnw"), standIn());
        prepared(project, BY_BUILD_FILE);
        assertThat(calls()).hasSize(1);
    }

    @Test
    void prepareAll_shouldShowLinesWithoutColours_whenMavenEndsSomeThatItHasNotBegun() throws Exception {
        Path project = project("app");
        script(
                project.resolve("mvnw"),
                standIn() + "printf '\\033[0m\\033[0m[\\033[1mINFO\\033[m] done\\n\\nend\\n\\033[0m'");

        prepared(project, BY_BUILD_FILE);

        assertThat(console.lines())
                .endsWith("build | built by the stand-in", "build | [INFO] done", "build | ", "build | end");
    }

    @Test
    void prepareAll_shouldNameTheModules_whenThePomOnlyHoldsThemTogether() throws Exception {
        Path root = project("shop");
        Path orders = module(root, "orders");
        modules(root, "orders");
        script(root.resolve("mvnw"), "exit 0");

        assertThatThrownBy(() -> prepared(root, BY_BUILD_FILE))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageContaining("only holds modules together; name one of them: " + orders);
    }

    @Test
    void prepareAll_shouldRunTheWrapper_whenTheCheckoutHasLostThatItIsExecutable() throws Exception {
        Path project = project("app");
        assertThat(project.resolve("mvnw").toFile().setExecutable(false)).isTrue();

        prepared(project, BY_BUILD_FILE);

        assertThat(calls()).hasSize(1);
    }

    @Test
    void prepareAll_shouldBuildByGradle_whenTheFolderHasItsBuildFile() throws Exception {
        Path project = project("app"); // with a pom.xml, which counts for less
        Files.writeString(project.resolve("build.gradle"), "plugins { id 'java' }");
        script(project.resolve("gradlew"), """
                for argument; do case "$argument" in -Drun-local.code=*) code=${argument#*=} ;; esac; done
                mkdir -p "$code/lib" && cp -R '%1$s/made/a' "$code" && echo 'a jar' > "$code/lib/needed.jar"
                echo "$@" >> '%1$s/calls'
                """.formatted(folder));

        Path prepared = prepared(project, BY_BUILD_FILE);
        prepared(project, BY_BUILD_FILE);

        assertThat(prepared).isEqualTo(project.resolve("build/run-local/code"));
        assertThat(prepared.resolve("a/Handler.class")).isRegularFile();
        assertThat(prepared.resolve("lib/needed.jar")).isRegularFile();
        assertThat(calls())
                .singleElement()
                .asString()
                .contains("--project-cache-dir " + folder.resolve("work/gradle"))
                .endsWith("-p " + project + " runLocalCode");
        assertThat(folder.resolve("work/run-local.init.gradle")).content().contains("runtimeClasspath");
    }

    private Path prepared(Path uri, Build build) throws InterruptedException {
        return prepared(code, function("Worker", uri, build));
    }

    private static Path prepared(FunctionCode code, Function function) throws InterruptedException {
        return code.prepareAll(List.of(function)).values().iterator().next();
    }

    private static Function function(String logicalId, Path uri) {
        return function(logicalId, uri, BY_BUILD_FILE);
    }

    private static Function function(String logicalId, Path uri, Build build) {
        return FunctionBuilder.function(logicalId).withCode(uri, build).build();
    }

    /** A Maven project with the stand-in as its wrapper. */
    private Path project(String name) throws IOException {
        ClassFiles.write(folder.resolve("made"), "a.Handler", ClassFiles.handler("a.Handler"));
        Path project = module(folder, name);
        script(project.resolve("mvnw"), standIn());
        return project;
    }

    private static Path module(Path parent, String name) throws IOException {
        Path module = Files.createDirectories(parent.resolve(name));
        Files.writeString(module.resolve("pom.xml"), "<project/>");
        Path sources = Files.createDirectories(module.resolve("src/main/java/a"));
        Files.writeString(sources.resolve("Handler.java"), "class Handler {}");
        return module;
    }

    private static void modules(Path project, String... names) throws IOException {
        StringBuilder modules = new StringBuilder();
        for (String name : names) {
            modules.append("<module>").append(name).append("</module>");
        }
        Files.writeString(project.resolve("pom.xml"), "<project><modules>" + modules + "</modules></project>");
    }

    /** Makes the class and a jar in each folder that the options name. */
    private String standIn() {
        return """
                folders=.
                while [ $# -gt 0 ]; do
                  case $1 in -pl) folders=$(echo "$2" | tr , ' ') ;; esac
                  all="${all:-} $1"; shift
                done
                for at in $folders; do
                  mkdir -p "$at/target/classes" "$at/target/dependency"
                  cp -R '%1$s/made/a' "$at/target/classes"
                  echo 'a jar' > "$at/target/dependency/needed.jar"
                done
                echo built by the stand-in
                echo $all >> '%1$s/calls'
                """.formatted(folder);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private void makefile(Path at) throws IOException {
        ClassFiles.write(folder.resolve("made"), "a.Handler", ClassFiles.handler("a.Handler"));
        Files.writeString(
                at.resolve("Makefile"),
                "build-Worker:\n\tmkdir -p \"$$ARTIFACTS_DIR/lib\"\n\tcp -R made/a \"$$ARTIFACTS_DIR\"\n\techo built > \"$$ARTIFACTS_DIR/lib/it\"\n");
    }

    private Path zip(String name, String entry, byte[] content) throws IOException {
        Path zip = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip), StandardCharsets.UTF_8)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content);
        }
        return zip;
    }
}
