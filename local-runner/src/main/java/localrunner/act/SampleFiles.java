package localrunner.act;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import localrunner.application.Application;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The events that lie in {@code events/} beside the template, as {@code sam init} makes that folder, each for what it is meant
 * for.
 *
 * <p>A folder or a file's name that is like a function's, topic's or queue's logical id tells it: {@code
 * events/word-counter-fn/} is for {@code WordCounterFunction}, {@code events/orders-new.json} for {@code OrdersFunction}. Else the
 * event itself does: a request of an API by its method and path, any other by the kind of its source, when one function
 * only has such a source. A file that tells nothing is left out. Files are read at each call. Immutable.
 */
final class SampleFiles {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int DEEPEST = 4;
    private static final int MOST_FILES = 500;
    private static final long LARGEST_BYTES = 256 * 1024;
    private static final String ENDING = ".json";

    /** Words at the end of a name that say only what it is. */
    private static final List<String> NOUNS = List.of("lambdafunction", "function", "lambda", "fn");

    private final Application application;
    private final List<Target> targets;
    private final Path events;

    /** @param template the template's file */
    SampleFiles(Application application, Targets targets, Path template) {
        this.application = application;
        this.targets = targets.all();
        events = template.toAbsolutePath().normalize().resolveSibling("events");
    }

    List<Sample> read() {
        if (!Files.isDirectory(events)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(events, DEEPEST)) {
            files = found.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + events + " can't be read", e);
        }
        List<Sample> samples = new ArrayList<>();
        for (Path file : files) {
            text(file).ifPresent(text -> samples.addAll(samples(file, text)));
        }
        return samples;
    }

    /** Empty for a file that is too large, or gone. */
    private static Optional<String> text(Path file) {
        try {
            return Files.size(file) > LARGEST_BYTES ? Optional.empty() : Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<Sample> samples(Path file, String text) {
        Path relative = events.relativize(file);
        Optional<JsonNode> event = parsed(text);
        Optional<Target> target = byName(relative).or(() -> event.flatMap(this::bySource));
        List<Sample> samples = new ArrayList<>();
        target.ifPresent(known ->
                samples.add(sample(known.id(), relative, JSON.createObjectNode().put("body", text))));
        event.flatMap(this::route)
                .ifPresent(route -> samples.add(sample(route.id(), relative, ProxyRequest.of(event.orElseThrow()))));
        return samples;
    }

    private static Sample sample(String target, Path file, ObjectNode request) {
        String name = file.getFileName().toString();
        String origin = "events/" + file.toString().replace(file.getFileSystem().getSeparator(), "/");
        return new Sample(target, name.substring(0, name.length() - ENDING.length()), origin, request);
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            // A bad event can be sent, too.
            return Optional.empty();
        }
    }

    /** The target whose name is the longest that a folder's name is, or the file's name begins with. */
    private Optional<Target> byName(Path file) {
        String name = file.getFileName().toString();
        String base = plain(name.substring(0, name.length() - ENDING.length()));
        List<String> folders = new ArrayList<>();
        for (Path part : file) {
            folders.add(plain(part.toString()));
        }
        return targets.stream()
                .filter(target -> !(target instanceof Target.OfRoute))
                .filter(target -> folders.contains(plain(target.id())) || base.startsWith(plain(target.id())))
                .max(Comparator.comparingInt(target -> plain(target.id()).length()));
    }

    private static String plain(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return NOUNS.stream()
                .filter(noun -> letters.endsWith(noun) && letters.length() > noun.length())
                .findFirst()
                .map(noun -> letters.substring(0, letters.length() - noun.length()))
                .orElse(letters);
    }

    private Optional<Target> bySource(JsonNode event) {
        Optional<Target> answering = route(event).flatMap(this::function);
        if (answering.isPresent()) {
            return answering;
        }
        JsonNode record = event.path("Records").path(0);
        String source =
                record.path("eventSource").asString(record.path("EventSource").asString(""));
        List<String> functions = switch (source) {
            case "aws:sqs" ->
                application.queueMappings().stream()
                        .map(Application.QueueMapping::functionArn)
                        .toList();
            case "aws:dynamodb" ->
                application.streamMappings().stream()
                        .map(Application.StreamMapping::functionArn)
                        .toList();
            case "aws:sns" ->
                application.topics().stream()
                        .flatMap(topic -> topic.subscriptions().stream())
                        .map(Application.Subscription::functionArn)
                        .toList();
            case "aws:s3" ->
                application.buckets().stream()
                        .flatMap(bucket -> bucket.notifications().stream())
                        .map(notification -> notification.target().arn())
                        .toList();
            default ->
                event.has("detail-type")
                        ? application.schedules().stream()
                                .map(Application.Schedule::functionArn)
                                .toList()
                        : List.of();
        };
        List<Target> found = targets.stream()
                .filter(target ->
                        target instanceof Target.OfFunction(var function) && functions.contains(function.invokedArn()))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private Optional<Target> function(Target.OfRoute route) {
        return targets.stream()
                .filter(target -> target instanceof Target.OfFunction(var function)
                        && route.route().target().equals(new Application.FunctionTarget(function.invokedArn())))
                .findFirst();
    }

    private Optional<Target.OfRoute> route(JsonNode event) {
        return targets.stream()
                .filter(Target.OfRoute.class::isInstance)
                .map(Target.OfRoute.class::cast)
                .filter(route -> ProxyRequest.isFor(route.route(), event))
                .findFirst();
    }
}
