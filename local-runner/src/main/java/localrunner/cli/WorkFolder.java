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
 * The runner's own folder, deleted at the end.
 *
 * <p>A file in it is locked as long as the runner lives. The system lets go of the lock however it ends, so the next
 * one can tell what a killed one has left, and deletes it.
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

    /** @throws UncheckedIOException when none can be made there, for instance because there is no room */
    static WorkFolder make(Path temporary) {
        deleteAbandoned(temporary);
        try {
            Path path = Files.createTempDirectory(temporary, PREFIX);
            // Only a locked file gets the name, so that nobody takes a folder that is just being made for an abandoned
            // one.
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
            // Somebody else's, or another runner is deleting it: not worth failing for.
        }
    }
}
