package localrunner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

    @TempDir
    Path temporary;

    @Test
    void make_shouldDeleteOnlyWhatRunnersHaveLeft() throws Exception {
        Path abandoned = Files.createDirectories(temporary.resolve("run-local-1/fleet"));
        Files.createFile(temporary.resolve("run-local-1/lock"));
        Path unlocked = Files.createDirectories(temporary.resolve("run-local-2"));
        Path foreign = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.createFile(foreign.resolve("lock"));
        Path link = Files.createSymbolicLink(temporary.resolve("run-local-3"), foreign);

        try (WorkFolder folder = WorkFolder.make(temporary);
                WorkFolder other = WorkFolder.make(temporary)) {
            assertThat(abandoned).doesNotExist();
            assertThat(unlocked).exists();
            assertThat(link).exists();
            assertThat(foreign.resolve("lock")).exists();
            assertThat(folder.path().resolve("lock")).exists();
            assertThat(other.path()).exists().isNotEqualTo(folder.path());
        }
        assertThat(temporary).isDirectoryNotContaining("glob:**lock").isNotEmptyDirectory();
        try (var left = Files.list(temporary)) {
            assertThat(left).containsExactlyInAnyOrder(unlocked, foreign, link);
        }
    }
}
