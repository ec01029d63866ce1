package localrunner.ssm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import localrunner.application.Application;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.time.Time;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Systems Manager's Parameter Store with the application's parameters, in memory (AWS Systems Manager API Reference).
 *
 * <p>A SecureString is not encrypted. Read without {@code WithDecryption}, it shows as Base64 that is not the value.
 * Labels, policies, the Advanced tier and data types other than {@code text} are refused. Tags and key ids are accepted
 * and have no effect. Thread-safe.
 */
public final class LocalSsm implements EdgeService {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TARGET = "AmazonSSM.";
    private static final int LARGEST_PAGE_BY_PATH = 10;
    private static final int LARGEST_PAGE_DESCRIBED = 50;
    private static final int MOST_NAMES = 10;

    private final ParameterStore store;
    private final String arnPrefix;
    private final TreeMap<String, Operation> operations = new TreeMap<>();

    public LocalSsm(Application application, Time time) {
        this.store = new ParameterStore(time);
        this.arnPrefix = "arn:aws:ssm:%s:%s:parameter".formatted(application.region(), Application.ACCOUNT_ID);
        for (Application.Parameter parameter : application.parameters()) {
            store.put(parameter.name(), Optional.of(type(parameter.type())), parameter.value(), "", false);
        }
        operations.put("DeleteParameter", this::deleteParameter);
        operations.put("DeleteParameters", this::deleteParameters);
        operations.put("DescribeParameters", this::describeParameters);
        operations.put("GetParameter", this::getParameter);
        operations.put("GetParameters", this::getParameters);
        operations.put("GetParametersByPath", this::getParametersByPath);
        operations.put("PutParameter", this::putParameter);
    }

    @Override
    public String name() {
        return "ssm";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        String target = request.header("X-Amz-Target").orElse("");
        Operation operation = target.startsWith(TARGET) ? operations.get(target.substring(TARGET.length())) : null;
        if (operation == null) {
            return new AwsError(
                            400,
                            "UnknownOperationException",
                            "'%s' is not supported by the local runner. Supported: %s"
                                    .formatted(target, String.join(", ", operations.keySet())))
                    .awsJson11();
        }
        try {
            JsonNode answer = operation.apply(JSON.readTree(request.body()));
            return EdgeResponse.of(200, "application/x-amz-json-1.1", answer.toString());
        } catch (SsmException e) {
            return e.error().awsJson11();
        } catch (JacksonException e) {
            return new AwsError(400, "SerializationException", "The request is not JSON: " + e.getOriginalMessage())
                    .awsJson11();
        }
    }

    private JsonNode getParameter(JsonNode request) {
        Selected parameter = select(required(request, "Name")).orElseThrow(SsmException::parameterNotFound);
        ObjectNode answer = JSON.createObjectNode();
        answer.set("Parameter", shown(parameter, withDecryption(request)));
        return answer;
    }

    private JsonNode getParameters(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode parameters = answer.putArray("Parameters");
        ArrayNode invalid = answer.putArray("InvalidParameters");
        for (String selector : names(request)) {
            selectIfThere(selector)
                    .ifPresentOrElse(
                            parameter -> parameters.add(shown(parameter, withDecryption(request))),
                            () -> invalid.add(selector));
        }
        return answer;
    }

    /** Of several parameters one whose version is not there is as invalid as one that is not there at all. */
    private Optional<Selected> selectIfThere(String selector) {
        try {
            return select(selector);
        } catch (SsmException e) {
            if (e.isValidation()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private JsonNode getParametersByPath(JsonNode request) {
        String path = required(request, "Path");
        if (!path.startsWith("/")) {
            throw new SsmException(
                    "ValidationException",
                    "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol \"/\". Valid example: /get/parameters2-/by1./path0_.");
        }
        refuse(request, "ParameterFilters", "InvalidFilterKey");
        boolean recursive = request.path("Recursive").asBoolean(false);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode parameters = answer.putArray("Parameters");
        page(request, answer, LARGEST_PAGE_BY_PATH, below(path, recursive))
                .forEach(parameter -> parameters.add(shown(Selected.of(parameter), withDecryption(request))));
        return answer;
    }

    private JsonNode describeParameters(JsonNode request) {
        refuse(request, "Filters", "InvalidFilterKey");
        Predicate<StoredParameter> wanted = StreamSupport.stream(
                        request.path("ParameterFilters").spliterator(), false)
                .map(LocalSsm::filter)
                .reduce(parameter -> true, Predicate::and);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode parameters = answer.putArray("Parameters");
        for (StoredParameter parameter : page(request, answer, LARGEST_PAGE_DESCRIBED, wanted)) {
            ObjectNode described = parameters.addObject();
            described.put("Name", parameter.name());
            described.put("ARN", arn(parameter));
            described.put("Type", parameter.type().name());
            described.put("LastModifiedDate", seconds(parameter));
            described.put("LastModifiedUser", "arn:aws:iam::" + Application.ACCOUNT_ID + ":root");
            described.put("Version", parameter.version());
            described.put("Tier", "Standard");
            described.put("DataType", "text");
            described.putArray("Policies");
            if (!parameter.description().isEmpty()) {
                described.put("Description", parameter.description());
            }
        }
        return answer;
    }

    private JsonNode putParameter(JsonNode request) {
        String name = required(request, "Name");
        String value = required(request, "Value");
        refuse(request, "Policies", "ValidationException");
        onlyValue(request, "Tier", "Standard");
        onlyValue(request, "DataType", "text");
        request.path("AllowedPattern")
                .asStringOpt()
                .filter(pattern -> !pattern.isEmpty())
                .ifPresent(pattern -> {
                    if (!Pattern.matches(pattern, value)) {
                        throw new SsmException(
                                "ParameterPatternMismatchException",
                                "Parameter value can't be validated against the regular expression [" + pattern + "].");
                    }
                });
        StoredParameter parameter = store.put(
                name,
                request.path("Type").asStringOpt().map(LocalSsm::type),
                value,
                request.path("Description").asString(""),
                request.path("Overwrite").asBoolean(false));
        return JSON.createObjectNode().put("Version", parameter.version()).put("Tier", "Standard");
    }

    private JsonNode deleteParameter(JsonNode request) {
        String name = required(request, "Name");
        if (!store.delete(name)) {
            throw SsmException.parameterNotFound();
        }
        return JSON.createObjectNode();
    }

    private JsonNode deleteParameters(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode deleted = answer.putArray("DeletedParameters");
        ArrayNode invalid = answer.putArray("InvalidParameters");
        for (String name : names(request)) {
            (store.delete(name) ? deleted : invalid).add(name);
        }
        return answer;
    }

    /**
     * A parameter as a caller asked for it.
     *
     * @param name as the caller wrote it, without a version; of a name of one level with the slash or without
     * @param selector the version behind the name with its colon; empty when there was none
     */
    private record Selected(StoredParameter parameter, String name, String selector) {

        static Selected of(StoredParameter parameter) {
            return new Selected(parameter, parameter.name(), "");
        }
    }

    /** Finds a parameter by name or ARN, each with or without {@code :version}. */
    private Optional<Selected> select(String asked) {
        boolean isArn = asked.startsWith(arnPrefix);
        String name = isArn ? nameInArn(asked.substring(arnPrefix.length())) : asked;
        int colon = name.indexOf(':');
        String plainName = colon < 0 ? name : name.substring(0, colon);
        if (plainName.contains("//") || (plainName.contains("/") && !plainName.startsWith("/"))) {
            throw SsmException.invalidName();
        }
        Optional<StoredParameter> latest = store.latest(plainName);
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        String shownName = isArn ? latest.get().name() : plainName;
        if (colon < 0) {
            return Optional.of(new Selected(latest.get(), shownName, ""));
        }
        String version = name.substring(colon + 1);
        Optional<StoredParameter> selected =
                version.matches("[0-9]{1,18}") ? store.version(plainName, Long.parseLong(version)) : Optional.empty();
        return Optional.of(new Selected(
                selected.orElseThrow(() -> new SsmException(
                        "ParameterVersionNotFound",
                        "Systems Manager could not find version %s of %s. Verify the version and try again."
                                .formatted(version, plainName))),
                shownName,
                name.substring(colon)));
    }

    /** The name in an ARN, which has a slash before it even if the name has none. */
    private String nameInArn(String path) {
        String withoutVersion = path.contains(":") ? path.substring(0, path.indexOf(':')) : path;
        return store.latest(withoutVersion).isPresent() || !path.startsWith("/") ? path : path.substring(1);
    }

    private static Predicate<StoredParameter> below(String path, boolean recursive) {
        String folder = path.endsWith("/") ? path : path + "/";
        return parameter -> {
            String fullName = parameter.name().startsWith("/") ? parameter.name() : "/" + parameter.name();
            return fullName.startsWith(folder) && (recursive || fullName.indexOf('/', folder.length()) < 0);
        };
    }

    private static Predicate<StoredParameter> filter(JsonNode filter) {
        String key = filter.path("Key").asString("");
        String option = filter.path("Option").asString("Equals");
        List<String> values =
                filter.path("Values").valueStream().map(JsonNode::asString).toList();
        return switch (key + " " + option) {
            case "Name Equals" -> parameter -> values.contains(parameter.name());
            case "Name BeginsWith" -> parameter -> values.stream().anyMatch(parameter.name()::startsWith);
            case "Name Contains" -> parameter -> values.stream().anyMatch(parameter.name()::contains);
            case "Type Equals" -> parameter -> values.contains(parameter.type().name());
            case "Path Recursive", "Path OneLevel" ->
                parameter -> values.stream()
                        .anyMatch(
                                path -> below(path, option.equals("Recursive")).test(parameter));
            default ->
                throw new SsmException(
                        "InvalidFilterKey",
                        "The local runner filters by Name (Equals, BeginsWith, Contains), Type (Equals) and Path (Recursive, OneLevel), not by %s (%s)"
                                .formatted(key, option));
        };
    }

    /**
     * Returns the next page, and puts a token into the answer when there is more. A token is the page's last name in
     * Base64.
     */
    private List<StoredParameter> page(
            JsonNode request, ObjectNode answer, int largest, Predicate<StoredParameter> wanted) {
        int size = request.path("MaxResults").asInt(largest);
        if (size < 1 || size > largest) {
            throw SsmException.constraint(
                    "'" + size + "'",
                    "maxResults",
                    size < 1
                            ? "Member must have value greater than or equal to 1"
                            : "Member must have value less than or equal to " + largest);
        }
        String after = request.path("NextToken")
                .asStringOpt()
                .map(LocalSsm::nameInToken)
                .orElse("");
        List<StoredParameter> rest = store.all().stream()
                .filter(parameter -> parameter.name().compareTo(after) > 0)
                .filter(wanted)
                .toList();
        if (rest.size() <= size) {
            return rest;
        }
        byte[] last = rest.get(size - 1).name().getBytes(StandardCharsets.UTF_8);
        answer.put("NextToken", Base64.getEncoder().encodeToString(last));
        return rest.subList(0, size);
    }

    private static String nameInToken(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SsmException("InvalidNextToken", "The specified token is not valid: " + token);
        }
    }

    private ObjectNode shown(Selected selected, boolean withDecryption) {
        StoredParameter parameter = selected.parameter();
        ObjectNode shown = JSON.createObjectNode();
        shown.put("Name", selected.name());
        shown.put("Type", parameter.type().name());
        shown.put("Value", parameter.valueFor(withDecryption));
        shown.put("Version", parameter.version());
        if (!selected.selector().isEmpty()) {
            shown.put("Selector", selected.selector());
        }
        shown.put("LastModifiedDate", seconds(parameter));
        shown.put("ARN", arn(parameter));
        shown.put("DataType", "text");
        return shown;
    }

    private String arn(StoredParameter parameter) {
        return arnPrefix + (parameter.name().startsWith("/") ? "" : "/") + parameter.name();
    }

    private static double seconds(StoredParameter parameter) {
        return parameter.lastModified().toEpochMilli() / 1000.0;
    }

    private static boolean withDecryption(JsonNode request) {
        return request.path("WithDecryption").asBoolean(false);
    }

    private static List<String> names(JsonNode request) {
        List<String> names =
                request.path("Names").valueStream().map(JsonNode::asString).toList();
        if (names.isEmpty() || names.size() > MOST_NAMES) {
            throw SsmException.constraint(
                    "'[" + String.join(", ", names) + "]'",
                    "names",
                    names.isEmpty()
                            ? "Member must have length greater than or equal to 1"
                            : "Member must have length less than or equal to " + MOST_NAMES);
        }
        return names;
    }

    private static String required(JsonNode request, String field) {
        String member = field.substring(0, 1).toLowerCase(Locale.ROOT) + field.substring(1);
        String text = request.path(field)
                .asStringOpt()
                .orElseThrow(() -> SsmException.constraint("null", member, "Member must not be null"));
        if (text.isEmpty()) {
            throw SsmException.constraint("''", member, "Member must have length greater than or equal to 1");
        }
        return text;
    }

    private static void refuse(JsonNode request, String field, String code) {
        if (!request.path(field).isMissingNode() && !request.path(field).isEmpty()) {
            throw new SsmException(code, "The local runner does not support " + field + " here");
        }
    }

    private static void onlyValue(JsonNode request, String field, String value) {
        String given = request.path(field).asString(value);
        if (!given.equals(value)) {
            throw new SsmException(
                    "ValidationException", "The local runner knows %s %s only, not %s".formatted(field, value, given));
        }
    }

    private static ParameterType type(String name) {
        for (ParameterType type : ParameterType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw SsmException.constraint(
                "'" + name + "'", "type", "Member must satisfy enum value set: [SecureString, StringList, String]");
    }

    private interface Operation {
        JsonNode apply(JsonNode request);
    }
}
