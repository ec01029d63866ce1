package localrunner.template;

import java.nio.file.Path;
import java.util.Optional;
import localrunner.template.document.Problems;
import localrunner.template.document.TemplateException;
import localrunner.template.document.YamlDocument;

/**
 * A template and where it comes from.
 *
 * @param path relative paths in the template start from its folder
 * @param name how messages call the template, such as the path that its author typed
 */
public record TemplateFile(Path path, String name, String text) {

    /** @throws TemplateException when there is no such file, or it is not UTF-8 */
    public static TemplateFile load(Path path, String name) {
        return new TemplateFile(path, name, YamlDocument.text(path, new Problems(name)));
    }

    Path folder() {
        Path file = path.toAbsolutePath().normalize();
        return Optional.ofNullable(file.getParent()).orElse(file);
    }
}
