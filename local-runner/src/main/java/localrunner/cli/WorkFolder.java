package localrunner.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import localrunner.functions.WorkFolders;

/**
 * The runner's own folder, which is deleted at the end.
 *
 * <p>The runner locks a file in it. The system releases the lock when the runner ends, however it ends. So the next
 * runner can tell which folders were left by killed ones, and deletes them.
 */
final class WorkFolder implements AutoCloseable {

    private static final String PREFIX = "run-local-";
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private WorkFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws UncheckedIOException when the folder can't be made, for instance because there is no room */
    static WorkFolder make(Path temporary) {
        deleteAbandoned(temporary);
        try {
            Path path = Files.createTempDirectory(temporary, PREFIX);
            // The file is locked before it gets its name: otherwise another runner could take the new folder for an
            // abandoned one.
            Path unlocked = path.resolve("new");
            FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            Files.move(unlocked, path.resolve(LOCK));
            return new WorkFolder(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("No folder could be made in " + temporary, e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (lock) {
            WorkFolders.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not let go of " + path, e);
        }
    }

    private static void deleteAbandoned(Path temporary) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                Path lockFile = folder.resolve(LOCK);
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)) {
                    deleteIfAbandoned(folder, lockFile);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for temporary files can't be read: " + temporary, e);
        }
    }

    private static void deleteIfAbandoned(Path folder, Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                WorkFolders.delete(folder);
            }
        } catch (IOException | UncheckedIOException | OverlappingFileLockException e) {
            // The folder is somebody else's, or another runner is deleting it. Neither is a reason to fail.
        }
    }
}
