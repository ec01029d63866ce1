package localrunner.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import localrunner.application.Application.Function;
import localrunner.functions.WorkFolders;

/** Unpacks a zip or jar as Lambda does. */
final class Archives {

    private Archives() {}

    /** @return the folder, which is made and filled */
    static Path unpack(Function function, Path folder) {
        Path archive = function.code().uri();
        WorkFolders.make(folder);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new FunctionCodeException("%s: %s has an entry outside of its folder: %s"
                            .formatted(function.code().places().codeUri(), archive, entry.getName()));
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        // An archive that was put together of several may have a name twice; the last one counts.
                        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        } catch (IOException e) {
            throw new FunctionCodeException(
                    "%s: could not unpack %s, build it again: %s"
                            .formatted(function.code().places().codeUri(), archive, e.getMessage()),
                    e);
        }
        return folder;
    }
}
