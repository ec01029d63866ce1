package localrunner.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import localrunner.application.Bucket;
import localrunner.s3.Version.DeleteMarker;
import localrunner.s3.Version.StoredObject;

/**
 * The versions of a bucket's objects.
 *
 * <p>A version that is replaced or deleted takes its file with it; whoever reads the file at that moment reads on.
 * Thread-safe.
 */
final class VersionStore {

    /** The versions of each key, the newest one first; no list is empty. */
    private final NavigableMap<String, List<Version>> versionsByKey = new TreeMap<>(KeyOrder.UTF8);

    private Bucket.Versioning versioning;

    VersionStore(Bucket.Versioning versioning) {
        this.versioning = versioning;
    }

    synchronized Bucket.Versioning versioning() {
        return versioning;
    }

    synchronized void setVersioning(Bucket.Versioning changed) {
        versioning = changed;
    }

    /** The newest version, or that with the id. */
    synchronized Optional<Version> find(String key, Optional<String> versionId) {
        return versionsByKey.getOrDefault(key, List.of()).stream()
                .filter(version -> versionId.isEmpty() || version.versionId().equals(versionId.get()))
                .findFirst();
    }

    /** How many versions a key has, deletions among them. */
    synchronized int count(String key) {
        return versionsByKey.getOrDefault(key, List.of()).size();
    }

    /** Makes the version that comes on top of those that there are. */
    interface Draft<T extends Version> {

        /** @param versionId of the new version */
        T with(String versionId);
    }

    /**
     * Adds a version.
     *
     * @param newId its id, if the bucket keeps versions
     * @param condition looks at the newest version before, and throws when it does not hold
     */
    synchronized <T extends Version> T add(
            String key, String newId, Consumer<Optional<Version>> condition, Draft<T> draft) {
        condition.accept(find(key, Optional.empty()));
        T added = draft.with(versioning == Bucket.Versioning.ENABLED ? newId : Version.NULL_ID);
        List<Version> versions = versionsByKey.computeIfAbsent(key, _ -> new ArrayList<>());
        if (added.versionId().equals(Version.NULL_ID)) {
            remove(versions, Version.NULL_ID);
        }
        versions.addFirst(added);
        return added;
    }

    /**
     * Removes a version for good.
     *
     * @return it, unless it was not there
     */
    synchronized Optional<Version> remove(String key, String versionId) {
        List<Version> versions = versionsByKey.getOrDefault(key, List.of());
        Optional<Version> removed = remove(versions, versionId);
        if (removed.isPresent() && versions.isEmpty()) {
            versionsByKey.remove(key);
        }
        return removed;
    }

    private static Optional<Version> remove(List<Version> versions, String versionId) {
        for (Iterator<Version> each = versions.iterator(); each.hasNext(); ) {
            Version version = each.next();
            if (version.versionId().equals(versionId)) {
                each.remove();
                if (version instanceof StoredObject object) {
                    delete(object);
                }
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** Puts another description of the same version in the place of one. */
    synchronized void replace(StoredObject object, StoredObject by) {
        versionsByKey
                .getOrDefault(object.key(), List.of())
                .replaceAll(version -> version.versionId().equals(by.versionId()) ? by : version);
    }

    /** The keys that begin with the prefix and come behind another, with their versions, in the order of a list. */
    synchronized NavigableMap<String, List<Version>> versions(String prefix) {
        NavigableMap<String, List<Version>> found = new TreeMap<>(KeyOrder.UTF8);
        for (var entry : versionsByKey.tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            found.put(entry.getKey(), List.copyOf(entry.getValue()));
        }
        return found;
    }

    /** The objects that begin with the prefix and are there, in the order of a list. */
    List<StoredObject> objects(String prefix) {
        return versions(prefix).values().stream()
                .map(List::getFirst)
                .flatMap(version -> switch (version) {
                    case StoredObject object -> Stream.of(object);
                    case DeleteMarker _ -> Stream.<StoredObject>empty();
                })
                .toList();
    }

    private static void delete(StoredObject object) {
        try {
            Files.deleteIfExists(object.file());
        } catch (IOException e) {
            throw new UncheckedIOException("The file of " + object.key() + " can't be deleted", e);
        }
    }
}
