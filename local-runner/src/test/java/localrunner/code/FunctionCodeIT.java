package localrunner.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import localrunner.application.Application.Build;
import localrunner.application.Application.Function;
import localrunner.application.FunctionBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionCodeIT {

    @TempDir
    Path folder;

    private FunctionCode code;

    @BeforeEach
    void prepareWorkFolder() {
        code = new FunctionCode(folder.resolve("work"));
    }

    @AfterEach
    void close_shouldDeleteWorkFolder() {
        code.close();
        assertThat(folder.resolve("work")).doesNotExist();
    }

    @Test
    void prepare_shouldUseFolderAsItIs() throws Exception {
        Path prepared = code.prepare(function(folder, Optional.empty()));

        assertThat(prepared).isEqualTo(folder);
    }

    @Test
    void prepare_shouldUnpack_whenCodeIsZip() throws Exception {
        Path zip = zip("function.zip", "a/B.class");

        Map<String, Path> prepared = code.prepareAll(List.of(function(zip, Optional.empty())));

        assertThat(prepared).containsEntry("Worker", folder.resolve("work/Worker"));
        assertThat(folder.resolve("work/Worker/a/B.class")).hasContent("content");
    }

    @Test
    void prepare_shouldRefuse_whenZipReachesOutOfItsFolder() throws Exception {
        Path zip = zip("evil.zip", "../../evil");

        assertThatThrownBy(() -> code.prepare(function(zip, Optional.empty())))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageContaining("../../evil");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void prepare_shouldSayWhatIsMissing_whenThereIsNoZip() {
        Path missing = folder.resolve("target/lambda.zip");

        assertThatThrownBy(() -> code.prepare(function(missing, Optional.empty())))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageContaining("Worker")
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("Build it first");
    }

    @Test
    void prepare_shouldFillArtifactsFolder_whenBuildMethodIsMakefile() throws Exception {
        makefile("build-Worker:\n\tmkdir -p $(ARTIFACTS_DIR)/lib\n\techo built > \"$$ARTIFACTS_DIR/lib/it\"\n");

        Path prepared = code.prepare(function(folder, Optional.of("build-Worker")));

        assertThat(prepared.resolve("lib/it")).hasContent("built");
    }

    @Test
    void prepare_shouldFillArtifactsFolder_whenItsNameIsOneThatMakeWouldExpand() throws Exception {
        makefile("build-Worker:\n\techo built > \"$$ARTIFACTS_DIR/it\"\n");

        try (FunctionCode elsewhere = new FunctionCode(folder.resolve("a \"b\" $c"))) {
            Path prepared = elsewhere.prepare(function(folder, Optional.of("build-Worker")));

            assertThat(prepared.resolve("it")).hasContent("built");
        }
    }

    @Test
    void prepare_shouldShowCommandAndOutput_whenBuildFails() throws Exception {
        makefile("build-Worker:\n\t@echo compiler says no; exit 7\n");

        assertThatThrownBy(() -> code.prepare(function(folder, Optional.of("build-Worker"))))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageContaining("Worker")
                .hasMessageContaining("make -s -C " + folder + " build-Worker ARTIFACTS_DIR=")
                .hasMessageContaining("compiler says no");
    }

    @Test
    void prepare_shouldSayWhatIsMissing_whenThereIsNoMakefile() {
        assertThatThrownBy(() -> code.prepare(function(folder, Optional.of("build-Worker"))))
                .isInstanceOf(FunctionCodeException.class)
                .hasMessageContaining(folder.resolve("Makefile").toString());
    }

    private void makefile(String text) throws IOException {
        Files.writeString(folder.resolve("Makefile"), text);
    }

    private Path zip(String name, String entry) throws IOException {
        Path zip = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write("content".getBytes(StandardCharsets.UTF_8));
        }
        return zip;
    }

    private static Function function(Path uri, Optional<String> makeTarget) {
        return FunctionBuilder.function("Worker")
                .withCode(uri, makeTarget.<Build>map(Build.Makefile::new).orElse(new Build.ByBuildFile()))
                .build();
    }
}
