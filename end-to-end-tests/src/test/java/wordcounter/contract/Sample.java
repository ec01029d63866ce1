package wordcounter.contract;

import static wordcounter.contract.SchemaDocument.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.json.JsonObject;

/**
 * A message: one that is kept in events/contracts, or one that today's code has written.
 *
 * @param headers its attributes in a topic or a queue, by name
 * @param payload a JSON object's members, or a text
 */
record Sample(Map<String, String> headers, Object payload) {

    /** A folder for each message, with files whose names begin with their version. */
    private static final Path FOLDER = Path.of("..", "events", "contracts");

    /**
     * A kept sample.
     *
     * @param message what asyncapi.yaml calls it, such as {@code words-event.v1}
     * @param file its name, such as {@code v1.json}
     */
    record Kept(String message, String file, Sample sample) {
        @Override
        public String toString() {
            return message + " " + file;
        }
    }

    Sample {
        headers = Map.copyOf(headers);
    }

    static Sample of(JsonObject payload) {
        return new Sample(Map.of(), payload.members());
    }

    static Sample ofJson(String payload) {
        return of(JsonObject.parse(payload));
    }

    /** An item of a table. */
    static Sample ofItem(Map<String, AttributeValue> item) {
        return of(new JsonObject(StoredAttributes.toJson(item)));
    }

    static List<Kept> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .map(Sample::kept)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kept kept(Path file) {
        String name = file.getFileName().toString();
        String version = name.substring(0, name.length() - ".json".length()).split("-", 2)[0];
        try {
            JsonObject json = JsonObject.parse(Files.readString(file));
            Map<String, String> headers = new TreeMap<>();
            json.optionalObject("headers")
                    .ifPresent(all ->
                            all.members().keySet().forEach(header -> headers.put(header, all.requiredString(header))));
            Object payload = Optional.ofNullable(json.members().get("payload")).orElseThrow();
            return new Kept(FOLDER.relativize(file).getName(0) + "." + version, name, new Sample(headers, payload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonObject json() {
        return new JsonObject(map(payload));
    }

    String text() {
        if (payload instanceof String text) {
            return text;
        }
        throw new IllegalStateException("the payload is no text");
    }

    Map<String, AttributeValue> item() {
        return StoredAttributes.of(json());
    }

    String payloadJson() {
        String array = new JsonObject(Map.of("payload", payload)).toJson();
        return array.substring(array.indexOf(':') + 1, array.length() - 1);
    }

    /** The same message with one more member or attribute, as a later version of the code may write it. */
    Sample with(String name, Object value) {
        Map<String, Object> members = new TreeMap<>(json().members());
        members.put(name, value);
        return new Sample(headers, members);
    }

    Sample withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Sample(more, payload);
    }
}
