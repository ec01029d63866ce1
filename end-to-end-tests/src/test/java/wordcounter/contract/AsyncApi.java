package wordcounter.contract;

import static wordcounter.contract.SchemaDocument.map;

import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import wordcounter.json.JsonObject;

/** asyncapi.yaml, and whether a message keeps to it. */
final class AsyncApi {

    private static final String CLASSES = "x-classes";

    private final SchemaDocument file;

    private AsyncApi(SchemaDocument file) {
        this.file = file;
    }

    /** A schema in it is one of JSON Schema's draft 7, as AsyncAPI's Schema Object is. */
    static AsyncApi read() {
        return new AsyncApi(SchemaDocument.read("asyncapi.yaml", SpecificationVersion.DRAFT_7));
    }

    /** All of it as JSON. */
    String toJson() {
        return new JsonObject(file.root()).toJson();
    }

    /** References that lead nowhere. */
    Set<String> danglingReferences() {
        Set<String> references = new TreeSet<>();
        collectReferences(file.root(), references);
        references.removeIf(this::leadsSomewhere);
        return references;
    }

    private static void collectReferences(Object value, Set<String> references) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                references.add(reference);
            }
            map.values().forEach(member -> collectReferences(member, references));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collectReferences(element, references));
        }
    }

    private boolean leadsSomewhere(String reference) {
        try {
            return !file.resolved(Map.of("$ref", reference)).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Each message with its version, such as {@code words-event.v1}. */
    Set<String> messages() {
        return components("messages").keySet();
    }

    /** Messages that some channel has. */
    Set<String> messagesOfChannels() {
        Set<String> messages = new TreeSet<>();
        section("channels")
                .values()
                .forEach(channel ->
                        messages.addAll(map(map(channel).get("messages")).keySet()));
        return messages;
    }

    /** The addresses of the channels of each server. */
    Map<String, Set<String>> addresses() {
        Map<String, Set<String>> addresses = new TreeMap<>();
        section("channels").values().forEach(value -> {
            Map<String, Object> channel = map(value);
            for (Object server : list(channel.get("servers"))) {
                String reference = String.valueOf(map(server).get("$ref"));
                addresses
                        .computeIfAbsent(reference.substring("#/servers/".length()), _ -> new TreeSet<>())
                        .add(String.valueOf(channel.get("address")));
            }
        });
        return addresses;
    }

    /** The classes that make the calls by which messages are sent. */
    Set<String> sendingClasses() {
        Set<String> classes = new TreeSet<>();
        section("operations").values().forEach(value -> {
            Map<String, Object> operation = map(value);
            if ("send".equals(operation.get("action"))) {
                classes.addAll(texts(operation.get(CLASSES)));
            }
        });
        return classes;
    }

    /** The classes that read and write the messages. */
    Set<String> formClasses() {
        Set<String> classes = new TreeSet<>();
        components("messages")
                .values()
                .forEach(message -> classes.addAll(texts(map(message).get(CLASSES))));
        return classes;
    }

    /** The modules that send or receive something. */
    Set<String> modules() {
        Set<String> modules = new TreeSet<>();
        section("operations")
                .values()
                .forEach(operation -> modules.addAll(texts(map(operation).get("x-functions"))));
        return modules;
    }

    /** What is wrong with a message by its contract; empty when nothing is. */
    List<String> problems(String message, Sample sample) {
        Map<String, Object> contract = map(components("messages").get(message));
        List<String> problems = new ArrayList<>();
        if (contract.containsKey("headers")) {
            problems.addAll(
                    file.problems(contract.get("headers"), new JsonObject(Map.copyOf(sample.headers())).toJson()));
        } else if (!sample.headers().isEmpty()) {
            problems.add("there are headers, and none are documented: " + sample.headers());
        }
        problems.addAll(file.problems(contract.get("payload"), sample.payloadJson()));
        problems.replaceAll(problem -> message + ": " + problem);
        return problems;
    }

    /** Whether the message says in which version it is written. */
    boolean hasVersion(String message) {
        return properties(message, "payload").containsKey("version")
                && "#/components/schemas/Version1"
                        .equals(map(properties(message, "payload").get("version"))
                                .get("$ref"));
    }

    /** The names of the message's attributes. */
    Set<String> headers(String message) {
        return new TreeSet<>(properties(message, "headers").keySet());
    }

    /** The names of the attributes that a replay adds to a letter that it puts back. */
    Set<String> attributesOfAReplay() {
        return new TreeSet<>(
                map(map(components("schemas").get("PutBackAttributes")).get("properties"))
                        .keySet());
    }

    /** The attribute that tells the messages of a queue apart. */
    String route(String message) {
        return String.valueOf(map(properties(message, "headers").get("route")).get("const"));
    }

    private Map<String, Object> properties(String message, String part) {
        Map<String, Object> contract = map(components("messages").get(message));
        return map(file.resolved(contract.get(part)).getOrDefault("properties", Map.of()));
    }

    private Map<String, Object> components(String kind) {
        return map(section("components").get(kind));
    }

    private Map<String, Object> section(String name) {
        return map(file.root().get(name));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(@Nullable Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }
}
