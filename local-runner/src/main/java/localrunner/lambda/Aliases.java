package localrunner.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.application.Application.Function;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.invoke.FunctionDirectory;
import localrunner.invoke.FunctionName;
import localrunner.invoke.FunctionNotFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda's DeleteAlias and CreateAlias (AWS Lambda API Reference), for the one alias that the template gives a
 * function.
 *
 * <p>With them one can take a function away, see what becomes of its messages, and put it back. The alias always names
 * version
 * 1. Thread-safe.
 */
final class Aliases {

    private static final Pattern ALL = Pattern.compile("/2015-03-31/functions/([^/]+)/aliases");
    private static final Pattern ONE = Pattern.compile("/2015-03-31/functions/([^/]+)/aliases/([^/]+)");

    private final FunctionDirectory directory;
    private final Supplier<String> revisionIds;

    Aliases(FunctionDirectory directory, Supplier<String> revisionIds) {
        this.directory = directory;
        this.revisionIds = revisionIds;
    }

    static boolean isFor(EdgeRequest request) {
        return switch (request.method()) {
            case "POST" -> ALL.matcher(request.path()).matches();
            case "DELETE" -> ONE.matcher(request.path()).matches();
            default -> false;
        };
    }

    /**
     * Answers a request that {@link #isFor} accepts.
     *
     * @throws FunctionNotFoundException when there is no such function
     * @throws IllegalArgumentException when the path has no name of a function in it
     */
    EdgeResponse handle(EdgeRequest request) {
        Matcher one = ONE.matcher(request.path());
        if (one.matches()) {
            return delete(function(one.group(1)), PathSegment.decoded(one.group(2)));
        }
        Matcher all = ALL.matcher(request.path());
        if (!all.matches()) {
            throw new IllegalArgumentException("Not a path of aliases: " + request.path());
        }
        return create(function(all.group(1)), request.bodyText());
    }

    private Function function(String encoded) {
        FunctionName name = FunctionName.of(PathSegment.decoded(encoded), Optional.empty());
        return directory.find(name.name()).function();
    }

    /** As on AWS, deleting an alias that is not there succeeds. */
    private EdgeResponse delete(Function function, String alias) {
        if (directory.hasAlias(function, alias)) {
            directory.removeAlias(function);
        }
        return new EdgeResponse(204, Map.of(), new byte[0]);
    }

    private EdgeResponse create(Function function, String body) {
        JsonNode alias;
        try {
            alias = JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            return new LambdaError(
                            400,
                            "InvalidRequestContentException",
                            "Could not parse request body into json: " + e.getOriginalMessage())
                    .answer();
        }
        String name = alias.path("Name").asString("");
        String version = alias.path("FunctionVersion").asString("");
        String arn = function.arn() + ":" + name;
        if (directory.hasAlias(function, name)) {
            return new LambdaError(409, "ResourceConflictException", "Alias already exists: " + arn).answer();
        }
        if (!function.hasAlias(name) || !version.equals(FunctionDirectory.PUBLISHED)) {
            return new LambdaError(
                            400,
                            "InvalidParameterValueException",
                            "The local runner only knows the alias of the template: Name %s, FunctionVersion %s"
                                    .formatted(
                                            function.alias()
                                                    .map(Application.Alias::name)
                                                    .orElse("(none)"),
                                            FunctionDirectory.PUBLISHED))
                    .answer();
        }
        directory.restoreAlias(function);
        String answer = JsonMapper.shared()
                .createObjectNode()
                .put("AliasArn", arn)
                .put("Name", name)
                .put("FunctionVersion", version)
                .put("Description", alias.path("Description").asString(""))
                .put("RevisionId", revisionIds.get())
                .toString();
        return new EdgeResponse(
                201, Map.of("Content-Type", "application/json"), answer.getBytes(StandardCharsets.UTF_8));
    }
}
