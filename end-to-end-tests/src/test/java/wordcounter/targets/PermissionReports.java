package wordcounter.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import wordcounter.json.JsonObject;

/**
 * Keeps what each local runner of a Maven run says of permissions when it ends: which its template allows, how many calls needed each,
 * and which calls it refused. {@code LeastPrivilegeIT} reads it when all tests have run. Thread-safe.
 */
public final class PermissionReports {

    private PermissionReports() {}

    /** Asks a runner that is about to end, and passes over one that has died. */
    static void keep(URI edge) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String report = client.send(
                            HttpRequest.newBuilder(edge.resolve("/_iam")).build(), BodyHandlers.ofString())
                    .body();
            Files.writeString(Files.createDirectories(folder()).resolve(UUID.randomUUID() + ".json"), report);
        } catch (IOException e) {
            System.out.println("no report of permissions from " + edge + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those of this run; none when no local runner has ended in it. */
    public static List<JsonObject> ofThisRun() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().map(PermissionReports::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another one for each run: what an earlier one has left says nothing about this one. */
    private static Path folder() {
        return Path.of("target", "permissions", System.getProperty("permissions.run", "without Maven"));
    }

    private static JsonObject read(Path report) {
        try {
            return JsonObject.parse(Files.readString(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
