package localrunner.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import localrunner.application.Application.Function;
import localrunner.functions.WorkFolders;

/** Builds a function by a target of the Makefile in its folder, as with {@code build_in_source}. */
final class MakefileBuild {

    private final Function function;
    private final String target;

    MakefileBuild(Function function, String target) {
        this.function = function;
        this.target = target;
    }

    /** @return the folder, which is made and filled */
    Path into(Path artifacts) throws InterruptedException {
        Path makefile = function.code().uri().resolve("Makefile");
        if (!Files.isRegularFile(makefile)) {
            throw new FunctionCodeException(
                    "%s: BuildMethod makefile needs a file %s with a target %s; CodeUri must name its folder"
                            .formatted(function.code().places().codeUri(), makefile, target));
        }
        WorkFolders.delete(artifacts);
        WorkFolders.make(artifacts);
        String folder = artifacts.toString().replace("$", "$$"); // a $ begins a variable of make's
        List<String> command =
                List.of("make", "-s", "-C", function.code().uri().toString(), target, "ARTIFACTS_DIR=" + folder);
        StringBuilder output = new StringBuilder();
        int status = run(command, artifacts, output);
        if (status != 0) {
            throw new FunctionCodeException("%s: the build failed with exit status %d: %s%n%s"
                    .formatted(
                            function.logicalId(),
                            status,
                            String.join(" ", command),
                            output.toString().strip()));
        }
        if (isEmpty(artifacts)) {
            throw new FunctionCodeException("%s: the build put nothing into ARTIFACTS_DIR: %s%n%s"
                    .formatted(
                            function.logicalId(),
                            String.join(" ", command),
                            output.toString().strip()));
        }
        return artifacts;
    }

    private int run(List<String> command, Path artifacts, StringBuilder output) throws InterruptedException {
        try {
            return BuildCommand.run(
                    command,
                    Path.of("").toAbsolutePath(),
                    Map.of("ARTIFACTS_DIR", artifacts.toString()),
                    line -> output.append(line).append('\n'));
        } catch (IOException e) {
            throw new FunctionCodeException(
                    "%s: could not run make, which BuildMethod makefile needs: %s"
                            .formatted(function.logicalId(), e.getMessage()),
                    e);
        }
    }

    private static boolean isEmpty(Path folder) {
        try (var content = Files.list(folder)) {
            return content.findAny().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }
}
