package localrunner.template.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.template.document.Intrinsics;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;
import localrunner.template.document.Suggestion;
import localrunner.template.document.Value;

/**
 * Replaces intrinsic functions by what they give, as "Intrinsic function reference" in the CloudFormation User Guide
 * says. What it returns has no {@link Value.Intrinsic} in it.
 *
 * <p>Branches that a condition leaves out are resolved too: a reference to nothing is an error there as well, as it is
 * for CloudFormation. Not thread-safe.
 */
public final class Resolver {

    /**
     * Where a value stands.
     *
     * @param owner the resource that comes to depend on what the value refers to
     * @param resources whether the value may refer to resources
     */
    public record Scope(Optional<String> owner, Branch branch, boolean resources) {
        static final Scope CONDITIONS = new Scope(Optional.empty(), Branch.TAKEN, false);
        public static final Scope OUTPUTS = new Scope(Optional.empty(), Branch.TAKEN, true);

        public static Scope of(String owner) {
            return new Scope(Optional.of(owner), Branch.TAKEN, true);
        }

        public Scope withoutOwner() {
            return new Scope(Optional.empty(), branch, resources);
        }

        public Scope leftOut() {
            return new Scope(Optional.empty(), Branch.LEFT_OUT, resources);
        }
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");

    private final ParameterValues parameters;
    private final PseudoParameters pseudoParameters;
    private final Mappings mappings;
    private final Conditions conditions;
    private final DynamicReferences dynamicReferences;
    private final References references;
    private final DependencyGraph graph;
    private final Problems problems;

    /** @param graph receives which resource needs which */
    public Resolver(Sources sources, References references, DependencyGraph graph, Problems problems) {
        parameters = sources.parameters();
        pseudoParameters = sources.pseudoParameters();
        mappings = sources.mappings();
        conditions = sources.conditions();
        dynamicReferences = new DynamicReferences(sources.storedParameters(), references, problems);
        this.references = references;
        this.graph = graph;
        this.problems = problems;
    }

    public Value resolve(Value value, Scope scope) {
        return switch (value) {
            case Value.Scalar scalar -> dynamicReferences.resolve(scalar, scope, this);
            case Value.NoValue noValue -> noValue;
            case Value.Broken broken -> broken;
            case Value.Sequence sequence -> new Value.Sequence(sequence.at(), items(sequence, scope));
            case Value.Mapping mapping -> resolveMap(mapping, _ -> scope);
            case Value.Intrinsic call -> withDynamicReferences(call(call, scope), scope);
        };
    }

    /** What an intrinsic function gives may be a reference only now, when its parts are joined. */
    private Value withDynamicReferences(Value value, Scope scope) {
        return switch (value) {
            case Value.Scalar scalar -> dynamicReferences.resolve(scalar, scope, this);
            case Value.Sequence sequence ->
                new Value.Sequence(
                        sequence.at(),
                        sequence.items().stream()
                                .map(item -> withDynamicReferences(item, scope))
                                .toList());
            default -> value;
        };
    }

    /** An attribute of a resource, which comes to be needed; empty when there is none, which is reported by then. */
    Optional<String> attribute(String logicalId, String attribute, Position at, Scope scope) {
        return reached(logicalId, at, scope) ? references.attribute(logicalId, attribute, this) : Optional.empty();
    }

    /** Resolves the entries, each in its own scope, and drops those that come out as {@code AWS::NoValue}. */
    public Value.Mapping resolveMap(Value.Mapping mapping, Function<String, Scope> scopes) {
        Map<String, Value.Entry> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            Value resolved = resolve(entry.value(), scopes.apply(key));
            if (!(resolved instanceof Value.NoValue)) {
                entries.put(key, new Value.Entry(entry.at(), resolved));
            }
        });
        return new Value.Mapping(mapping.at(), entries);
    }

    /** Whether the condition holds; empty when it is broken, which is reported by then. */
    public Optional<Boolean> condition(String name, Position at) {
        return conditions.named(name, at, this);
    }

    /** Notes what {@code DependsOn} says: a resource of the template, or one that SAM generates. */
    public void dependsOn(String resource, String name, Position at) {
        if (references.has(name)) {
            graph.add(resource, name, at);
        } else {
            problems.add(at, "there is no resource " + name + Suggestion.among(name, "Known", references.logicalIds()));
        }
    }

    private List<Value> items(Value.Sequence sequence, Scope scope) {
        List<Value> items = new ArrayList<>();
        for (Value item : sequence.items()) {
            Value resolved = resolve(item, scope);
            if (!(resolved instanceof Value.NoValue)) {
                items.add(resolved);
            }
        }
        return items;
    }

    private Value call(Value.Intrinsic call, Scope scope) {
        return switch (call.function()) {
            case Intrinsics.REF -> ref(call, scope);
            case Intrinsics.GET_ATT -> getAtt(call, scope);
            case Intrinsics.SUB -> sub(call, scope);
            case Intrinsics.JOIN -> join(call, scope);
            case Intrinsics.SELECT -> select(call, scope);
            case Intrinsics.SPLIT -> split(call, scope);
            case Intrinsics.FIND_IN_MAP -> findInMap(call, scope);
            case Intrinsics.IF -> either(call, scope);
            default ->
                broken(call, call.function() + " belongs in the section Conditions; use Fn::If with its name here");
        };
    }

    private Value ref(Value.Intrinsic call, Scope scope) {
        return switch (call.argument()) {
            case Value.Broken broken -> broken;
            case Value.Scalar name -> ref("!Ref " + name.text(), name.text(), call.at(), scope);
            case Value other -> broken(call, "Ref takes the name of a parameter or resource, found " + other.kind());
        };
    }

    private Value ref(String written, String name, Position at, Scope scope) {
        if (pseudoParameters.has(name)) {
            return pseudoParameters.value(name, at);
        }
        if (parameters.has(name)) {
            return parameters.value(name, at);
        }
        if (scope.resources() && references.has(name)) {
            return reached(name, at, scope)
                    ? scalar(references.target(name).ref().read(this), at)
                    : new Value.Broken(at);
        }
        problems.add(
                at,
                written + ": there is no " + (scope.resources() ? "resource or parameter " : "parameter ") + name
                        + Suggestion.among(name, "Known", known(scope)));
        return new Value.Broken(at);
    }

    private Set<String> known(Scope scope) {
        Set<String> known = new TreeSet<>(parameters.names());
        known.addAll(pseudoParameters.names());
        if (scope.resources()) {
            known.addAll(references.logicalIds());
        }
        return known;
    }

    private Value getAtt(Value.Intrinsic call, Scope scope) {
        return switch (call.argument()) {
            case Value.Broken broken -> broken;
            case Value.Scalar path -> getAtt("!GetAtt " + path.text(), path.text(), call.at(), scope);
            case Value.Sequence list
            when list.items().size() == 2 && list.items().get(0) instanceof Value.Scalar id ->
                text(list.items().get(1), scope, "Fn::GetAtt's attribute")
                        .map(attribute -> id.text() + "." + attribute)
                        .map(path -> getAtt("!GetAtt " + path, path, call.at(), scope))
                        .orElse(new Value.Broken(call.at()));
            case Value _ -> broken(call, "Fn::GetAtt takes Resource.Attribute, or a list of these two");
        };
    }

    private Value getAtt(String written, String path, Position at, Scope scope) {
        if (!scope.resources()) {
            problems.add(at, written + ": conditions can refer to parameters only, not to resources");
            return new Value.Broken(at);
        }
        int dot = path.indexOf('.');
        if (dot < 0) {
            problems.add(at, written + ": an attribute must follow, as in " + path + ".Arn");
            return new Value.Broken(at);
        }
        // The name of what SAM generates has a dot of its own, such as Function.Version.
        int second = path.indexOf('.', dot + 1);
        if (second > 0 && references.has(path.substring(0, second))) {
            dot = second;
        }
        String name = path.substring(0, dot);
        String attribute = path.substring(dot + 1);
        if (parameters.has(name)) {
            problems.add(at, written + ": " + name + " is a parameter, which has no attributes; use !Ref " + name);
            return new Value.Broken(at);
        }
        if (!references.has(name)) {
            problems.add(
                    at,
                    written + ": there is no resource " + name
                            + Suggestion.among(name, "Known", references.logicalIds()));
            return new Value.Broken(at);
        }
        if (!references.hasAttribute(name, attribute)) {
            problems.add(
                    at,
                    written + ": " + references.target(name).type() + " has no attribute " + attribute
                            + Suggestion.among(attribute, "Known", references.attributes(name)));
            return new Value.Broken(at);
        }
        return reached(name, at, scope)
                ? scalar(references.attribute(name, attribute, this), at)
                : new Value.Broken(at);
    }

    /**
     * Notes the dependency, and says whether there is something to resolve: a resource may be left out, or the value
     * itself.
     */
    private boolean reached(String name, Position at, Scope scope) {
        if (scope.branch() == Branch.LEFT_OUT) {
            return false;
        }
        References.Target target = references.target(name);
        String resource = target.owner();
        scope.owner().ifPresent(owner -> graph.add(owner, name, at));
        Optional<String> condition = target.condition();
        if (condition.isPresent()) {
            Optional<Boolean> holds = condition(condition.get(), at);
            if (holds.isPresent() && !holds.get()) {
                problems.add(
                        at,
                        "refers to " + resource + ", which does not exist as its condition " + condition.get()
                                + " is false; use Fn::If with that condition");
            }
            return holds.orElse(false);
        }
        return true;
    }

    private Value sub(Value.Intrinsic call, Scope scope) {
        Value argument = call.argument();
        Map<String, Value.Entry> variables = Map.of();
        if (argument instanceof Value.Sequence list
                && list.items().size() == 2
                && list.items().get(1) instanceof Value.Mapping mapping) {
            argument = list.items().get(0);
            variables = mapping.entries();
        }
        if (argument instanceof Value.Broken) {
            return argument;
        }
        if (!(argument instanceof Value.Scalar text)) {
            return broken(call, "Fn::Sub takes text, or a list of text and a map of its variables");
        }
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        variables.forEach((name, entry) -> values.put(name, text(entry.value(), scope, "a variable of Fn::Sub")));
        boolean complete = true;
        StringBuilder result = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(text.text());
        while (placeholder.find()) {
            Optional<String> replacement = placeholder.group(1).isEmpty()
                    ? placeholder(placeholder.group(2), values, call.at(), scope)
                    : Optional.of("${" + placeholder.group(2) + "}");
            complete &= replacement.isPresent();
            placeholder.appendReplacement(result, Matcher.quoteReplacement(replacement.orElse("")));
        }
        placeholder.appendTail(result);
        return complete ? new Value.Scalar(call.at(), result.toString()) : new Value.Broken(call.at());
    }

    private Optional<String> placeholder(
            String name, Map<String, Optional<String>> variables, Position at, Scope scope) {
        Optional<String> variable = variables.get(name);
        if (variable != null) {
            return variable;
        }
        boolean attribute = name.indexOf('.') >= 0 && !references.has(name);
        Value value = attribute
                ? getAtt("${" + name + "} in !Sub", name, at, scope)
                : ref("${" + name + "} in !Sub", name, at, scope);
        return asText(value, "${" + name + "} of Fn::Sub");
    }

    private Value join(Value.Intrinsic call, Scope scope) {
        List<Value> arguments = arguments(call, 2, "a list of a delimiter and a list of texts");
        if (arguments.isEmpty()) {
            return new Value.Broken(call.at());
        }
        Optional<String> delimiter = text(arguments.get(0), scope, "Fn::Join's delimiter");
        Optional<List<Value>> items = list(arguments.get(1), scope, "Fn::Join's second argument");
        if (delimiter.isEmpty() || items.isEmpty()) {
            return new Value.Broken(call.at());
        }
        List<String> texts = new ArrayList<>();
        for (Value item : items.get()) {
            asText(item, "an item of Fn::Join").ifPresent(texts::add);
        }
        return texts.size() == items.get().size()
                ? new Value.Scalar(call.at(), String.join(delimiter.get(), texts))
                : new Value.Broken(call.at());
    }

    private Value select(Value.Intrinsic call, Scope scope) {
        List<Value> arguments = arguments(call, 2, "a list of an index and a list");
        if (arguments.isEmpty()) {
            return new Value.Broken(call.at());
        }
        Optional<String> index = text(arguments.get(0), scope, "Fn::Select's index");
        Optional<List<Value>> items = list(arguments.get(1), scope, "Fn::Select's second argument");
        if (index.isEmpty() || items.isEmpty()) {
            return new Value.Broken(call.at());
        }
        int count = items.get().size();
        if (!index.get().matches("[0-9]{1,9}") || Integer.parseInt(index.get()) >= count) {
            if (scope.branch() == Branch.TAKEN) {
                problems.add(
                        call.at(),
                        "Fn::Select's index " + index.get() + " must be a whole number from 0 to " + (count - 1));
            }
            return new Value.Broken(call.at());
        }
        return items.get().get(Integer.parseInt(index.get()));
    }

    private Value split(Value.Intrinsic call, Scope scope) {
        List<Value> arguments = arguments(call, 2, "a list of a delimiter and a text");
        if (arguments.isEmpty()) {
            return new Value.Broken(call.at());
        }
        Optional<String> delimiter = text(arguments.get(0), scope, "Fn::Split's delimiter");
        Optional<String> text = text(arguments.get(1), scope, "Fn::Split's second argument");
        if (delimiter.isEmpty() || text.isEmpty()) {
            return new Value.Broken(call.at());
        }
        if (delimiter.get().isEmpty()) {
            return broken(call, "Fn::Split's delimiter must not be empty");
        }
        List<Value> parts = new ArrayList<>();
        for (String part : text.get().split(Pattern.quote(delimiter.get()), -1)) {
            parts.add(new Value.Scalar(call.at(), part));
        }
        return new Value.Sequence(call.at(), parts);
    }

    private Value findInMap(Value.Intrinsic call, Scope scope) {
        List<Value> arguments =
                arguments(call, 3, "a list of a mapping's name, a top-level key and a second-level key");
        if (arguments.isEmpty()) {
            return new Value.Broken(call.at());
        }
        List<Optional<String>> keys = arguments.stream()
                .map(argument -> text(argument, scope, "a key of Fn::FindInMap"))
                .toList();
        if (keys.stream().anyMatch(Optional::isEmpty)) {
            return new Value.Broken(call.at());
        }
        return mappings.find(
                keys.get(0).orElseThrow(),
                keys.get(1).orElseThrow(),
                keys.get(2).orElseThrow(),
                call.at(),
                scope.branch());
    }

    private Value either(Value.Intrinsic call, Scope scope) {
        List<Value> arguments = arguments(call, 3, "a list of a condition's name and two values");
        if (arguments.isEmpty()) {
            return new Value.Broken(call.at());
        }
        if (!(arguments.get(0) instanceof Value.Scalar name)) {
            return broken(
                    call,
                    "Fn::If starts with the name of a condition, found "
                            + arguments.get(0).kind());
        }
        Optional<Boolean> holds = condition(name.text(), call.at());
        boolean first = holds.orElse(false);
        boolean second = holds.isPresent() && !first;
        Value ifTrue = resolve(arguments.get(1), first ? scope : scope.leftOut());
        Value ifFalse = resolve(arguments.get(2), second ? scope : scope.leftOut());
        if (holds.isEmpty()) {
            return new Value.Broken(call.at());
        }
        return first ? ifTrue : ifFalse;
    }

    /** The function's arguments; none when they are not a list of that size, which is then reported. */
    private List<Value> arguments(Value.Intrinsic call, int count, String expected) {
        if (call.argument() instanceof Value.Sequence list && list.items().size() == count) {
            return list.items();
        }
        if (!(call.argument() instanceof Value.Broken)) {
            problems.add(call.at(), call.function() + " takes " + expected);
        }
        return List.of();
    }

    private Optional<String> text(Value value, Scope scope, String what) {
        return asText(resolve(value, scope), what);
    }

    private Optional<String> asText(Value resolved, String what) {
        return switch (resolved) {
            case Value.Scalar scalar -> Optional.of(scalar.text());
            case Value.Broken _ -> Optional.empty();
            case Value other -> {
                problems.add(other.at(), what + " must be text, found " + other.kind());
                yield Optional.empty();
            }
        };
    }

    private Optional<List<Value>> list(Value value, Scope scope, String what) {
        return switch (resolve(value, scope)) {
            case Value.Sequence sequence -> Optional.of(sequence.items());
            case Value.Broken _ -> Optional.empty();
            case Value other -> {
                problems.add(other.at(), what + " must be a list, found " + other.kind());
                yield Optional.empty();
            }
        };
    }

    private static Value scalar(Optional<String> text, Position at) {
        return text.<Value>map(found -> new Value.Scalar(at, found)).orElse(new Value.Broken(at));
    }

    private Value broken(Value.Intrinsic call, String message) {
        problems.add(call.at(), message);
        return new Value.Broken(call.at());
    }
}
