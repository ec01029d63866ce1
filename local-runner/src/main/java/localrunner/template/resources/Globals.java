package localrunner.template.resources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import localrunner.template.document.Problems;
import localrunner.template.document.Suggestion;
import localrunner.template.document.Value;

/**
 * Merges the section Globals into functions and APIs.
 *
 * <p>Follows "Globals section of the AWS SAM template" in the SAM Developer Guide: maps are merged, lists are joined
 * with the global items first, and anything else is replaced by the resource's own. Immutable.
 */
public final class Globals {

    /** The properties that SAM's translator allows in Globals. They are fewer than the resource's own. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "Function",
            Set.of(
                    "Architectures",
                    "AssumeRolePolicyDocument",
                    "AutoPublishAlias",
                    "AutoPublishAliasAllProperties",
                    "CodeSigningConfigArn",
                    "CodeUri",
                    "DeadLetterQueue",
                    "DeploymentPreference",
                    "Description",
                    "Environment",
                    "EphemeralStorage",
                    "EventInvokeConfig",
                    "FileSystemConfigs",
                    "FunctionUrlConfig",
                    "Handler",
                    "KmsKeyArn",
                    "Layers",
                    "LoggingConfig",
                    "MemorySize",
                    "PermissionsBoundary",
                    "PropagateTags",
                    "ProvisionedConcurrencyConfig",
                    "RecursiveLoop",
                    "ReservedConcurrentExecutions",
                    "RolePath",
                    "Runtime",
                    "RuntimeManagementConfig",
                    "SnapStart",
                    "SourceKMSKeyArn",
                    "Tags",
                    "Timeout",
                    "Tracing",
                    "VersionDeletionPolicy",
                    "VpcConfig"),
            "Api",
            Set.of(
                    "AccessLogSetting",
                    "AlwaysDeploy",
                    "Auth",
                    "BinaryMediaTypes",
                    "Cors",
                    "DefinitionUri",
                    "EndpointConfiguration",
                    "GatewayResponses",
                    "MethodSettings",
                    "Name",
                    "OpenApiVersion",
                    "PropagateTags",
                    "TracingEnabled"),
            "SimpleTable",
            Set.of("SSESpecification"));

    /** Sections of SAM's for resources that the runner does not have; such a resource is reported by itself. */
    private static final Set<String> OF_OTHER_TYPES =
            Set.of("CapacityProvider", "GraphQLApi", "HttpApi", "LayerVersion", "StateMachine", "WebSocketApi");

    private static final Map<String, String> SECTION_OF_TYPE =
            Map.of(Resource.FUNCTION, "Function", Resource.API, "Api", Resource.SIMPLE_TABLE, "SimpleTable");

    private final Map<String, Value.Mapping> sections = new LinkedHashMap<>();

    public Globals(Map<String, Value.Entry> section, Problems problems) {
        section.forEach((name, entry) -> {
            Set<String> allowed = ALLOWED.get(name);
            if (OF_OTHER_TYPES.contains(name)) {
                return;
            }
            if (allowed == null) {
                problems.add(
                        entry.at(),
                        "unknown section of Globals" + Suggestion.among(name, "Supported", ALLOWED.keySet()));
            } else if (entry.value() instanceof Value.Mapping mapping) {
                sections.put(name, allowedOnly(mapping, allowed, problems));
            } else if (!(entry.value() instanceof Value.Broken)) {
                problems.add(
                        entry.at(), "expected a map, found " + entry.value().kind());
            }
        });
    }

    private static Value.Mapping allowedOnly(Value.Mapping mapping, Set<String> allowed, Problems problems) {
        Map<String, Value.Entry> entries = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            if (allowed.contains(name)) {
                entries.put(name, entry);
            } else {
                problems.addUnknown(entry.at(), "unknown property in Globals", name, allowed);
            }
        });
        return new Value.Mapping(mapping.at(), entries);
    }

    Resource mergedInto(Resource resource) {
        Value.Mapping global = sections.get(SECTION_OF_TYPE.getOrDefault(resource.type(), ""));
        return global == null ? resource : resource.withProperties(merged(global, resource.properties()));
    }

    private static Value.Mapping merged(Value.Mapping global, Value.Mapping local) {
        Map<String, Value.Entry> entries = new LinkedHashMap<>(global.entries());
        local.entries()
                .forEach((key, entry) -> entries.merge(
                        key, entry, (outer, own) -> new Value.Entry(own.at(), merged(outer.value(), own.value()))));
        return new Value.Mapping(local.at(), entries);
    }

    private static Value merged(Value global, Value local) {
        if (global instanceof Value.Mapping outer && local instanceof Value.Mapping own) {
            return merged(outer, own);
        }
        if (global instanceof Value.Sequence outer && local instanceof Value.Sequence own) {
            List<Value> items = new ArrayList<>(outer.items());
            items.addAll(own.items());
            return new Value.Sequence(own.at(), items);
        }
        return local;
    }
}
