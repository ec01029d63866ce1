package localrunner.map;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import localrunner.application.Application;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateFile;
import localrunner.template.TemplateReader;

/** Applications of the templates that the runner is tested with. */
final class Templates {

    private Templates() {}

    static Application read(String name) {
        return read(Path.of("src/test/resources/templates").resolve(name), Map.of(), false);
    }

    /** The largest template at hand, with all its parts. */
    static Application wordCounter() {
        return wordCounter(false);
    }

    static Application wordCounterWithPermissions() {
        return wordCounter(true);
    }

    private static Application wordCounter(boolean permissions) {
        return read(Path.of("../template.yaml"), Map.of("DocumentsBaseUrl", "http://127.0.0.1:1"), permissions);
    }

    private static Application read(Path path, Map<String, String> parameters, boolean permissions) {
        return TemplateReader.read(
                TemplateFile.load(path, path.getFileName().toString()),
                new ReaderSettings("app", "us-east-1", URI.create("http://127.0.0.1:4566"), parameters, permissions));
    }
}
