package localrunner.template.resources;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Value;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code AWS::DynamoDB::Table} and {@code AWS::Serverless::SimpleTable} into the body of DynamoDB's CreateTable.
 *
 * <p>Follows "AWS::DynamoDB::Table" in the CloudFormation Template Reference, "AWS::Serverless::SimpleTable" in the SAM
 * Developer Guide and "CreateTable" in the DynamoDB API Reference.
 */
final class TableReader {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> CAPACITIES = List.of("ReadCapacityUnits", "WriteCapacityUnits");

    private final PhysicalNames names;

    TableReader(PhysicalNames names) {
        this.names = names;
    }

    Application.Table read(Resource resource, PropertyReader reader) {
        String name = name(resource, reader);
        ObjectNode request = JSON.createObjectNode();
        request.put("TableName", name);
        Set<String> defined = attributeDefinitions(reader, request);
        Set<String> keys = new TreeSet<>();
        keySchema(reader, request, keys);
        // CloudFormation's default; without ProvisionedThroughput it is an error there too.
        String billingMode =
                reader.oneOf("BillingMode", "PROVISIONED", "PAY_PER_REQUEST").orElse("PROVISIONED");
        boolean provisioned = billingMode.equals("PROVISIONED");
        request.put("BillingMode", billingMode);
        throughput(reader, request, provisioned);
        indexes(reader, request, "GlobalSecondaryIndexes", keys, Optional.of(provisioned));
        indexes(reader, request, "LocalSecondaryIndexes", keys, Optional.empty());
        checkAttributes(reader, defined, keys);
        boolean stream = stream(reader, request);
        Optional<String> timeToLiveAttribute = timeToLive(reader);
        reader.finish();
        return new Application.Table(
                resource.logicalId(),
                name,
                names.tableArn(name),
                JSON.writeValueAsString(request),
                stream ? Optional.of(names.streamArn(name)) : Optional.empty(),
                timeToLiveAttribute);
    }

    /** A table with one key, {@code id} if nothing is said; on demand unless it has a throughput. */
    Application.Table readSimple(Resource resource, PropertyReader reader) {
        String name = name(resource, reader);
        Optional<PropertyReader> primaryKey = reader.object("PrimaryKey");
        String key = primaryKey.flatMap(inner -> inner.text("Name")).orElse("id");
        String type = primaryKey
                .flatMap(inner -> inner.required("Type", inner.oneOf("Type", "String", "Number", "Binary")))
                .orElse("String");
        primaryKey.ifPresent(PropertyReader::finish);
        boolean provisioned = reader.has("ProvisionedThroughput");
        ObjectNode request = JSON.createObjectNode();
        request.put("TableName", name);
        request.putArray("AttributeDefinitions")
                .addObject()
                .put("AttributeName", key)
                .put("AttributeType", type.substring(0, 1));
        request.putArray("KeySchema").addObject().put("AttributeName", key).put("KeyType", "HASH");
        request.put("BillingMode", provisioned ? "PROVISIONED" : "PAY_PER_REQUEST");
        throughput(reader, request, provisioned);
        reader.finish();
        return new Application.Table(
                resource.logicalId(),
                name,
                names.tableArn(name),
                JSON.writeValueAsString(request),
                Optional.empty(),
                Optional.empty());
    }

    private String name(Resource resource, PropertyReader reader) {
        String name = reader.text("TableName").orElse(names.name(resource.logicalId()));
        if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
            reader.problem(
                    "TableName",
                    "the table's name '" + name
                            + "' must have 3 to 255 letters, digits, hyphens, underscores and dots");
        }
        return name;
    }

    private static Set<String> attributeDefinitions(PropertyReader reader, ObjectNode request) {
        Set<String> defined = new TreeSet<>();
        ArrayNode definitions = request.putArray("AttributeDefinitions");
        for (PropertyReader definition : reader.objects("AttributeDefinitions")) {
            Optional<String> name = definition.requiredText("AttributeName");
            Optional<String> type =
                    definition.required("AttributeType", definition.oneOf("AttributeType", "S", "N", "B"));
            definition.finish();
            name.ifPresent(defined::add);
            definitions.addObject().put("AttributeName", name.orElse("")).put("AttributeType", type.orElse(""));
        }
        return defined;
    }

    private static void keySchema(PropertyReader reader, ObjectNode request, Set<String> keys) {
        List<PropertyReader> elements = reader.objects("KeySchema");
        reader.required("KeySchema", Optional.of(elements));
        ArrayNode schema = request.putArray("KeySchema");
        for (PropertyReader element : elements) {
            Optional<String> name = element.requiredText("AttributeName");
            Optional<String> type = element.required("KeyType", element.oneOf("KeyType", "HASH", "RANGE"));
            element.finish();
            name.ifPresent(keys::add);
            schema.addObject().put("AttributeName", name.orElse("")).put("KeyType", type.orElse(""));
        }
    }

    private static void throughput(PropertyReader reader, ObjectNode request, boolean provisioned) {
        Optional<PropertyReader> throughput = reader.object("ProvisionedThroughput");
        if (provisioned && !reader.has("ProvisionedThroughput")) {
            reader.problem(
                    "ProvisionedThroughput",
                    "required with BillingMode PROVISIONED, the default; or use PAY_PER_REQUEST");
        }
        throughput.ifPresent(inner -> {
            if (provisioned) {
                ObjectNode node = request.putObject("ProvisionedThroughput");
                CAPACITIES.forEach(capacity -> node.put(
                        capacity,
                        inner.required(capacity, inner.integer(capacity, 1, Integer.MAX_VALUE))
                                .orElse(1)));
            } else {
                CAPACITIES.forEach(capacity -> inner.check(
                        capacity,
                        inner.integer(capacity, 0, Integer.MAX_VALUE),
                        units -> units == 0,
                        _ -> "DynamoDB takes none with BillingMode PAY_PER_REQUEST; remove it, or use 0"));
            }
            inner.finish();
        });
    }

    /** @param provisioned empty for local indexes, which have no throughput of their own */
    private static void indexes(
            PropertyReader reader,
            ObjectNode request,
            String property,
            Set<String> keys,
            Optional<Boolean> provisioned) {
        List<PropertyReader> indexes = reader.objects(property);
        if (indexes.isEmpty()) {
            return;
        }
        ArrayNode nodes = request.putArray(property);
        for (PropertyReader index : indexes) {
            ObjectNode node = nodes.addObject();
            node.put("IndexName", index.requiredText("IndexName").orElse(""));
            keySchema(index, node, keys);
            Optional<PropertyReader> projection = index.required("Projection", index.object("Projection"));
            projection.ifPresent(inner -> {
                ObjectNode projectionNode = node.putObject("Projection");
                inner.oneOf("ProjectionType", "ALL", "KEYS_ONLY", "INCLUDE")
                        .ifPresent(type -> projectionNode.put("ProjectionType", type));
                List<String> attributes = inner.texts("NonKeyAttributes");
                if (!attributes.isEmpty()) {
                    ArrayNode list = projectionNode.putArray("NonKeyAttributes");
                    attributes.forEach(list::add);
                }
                inner.finish();
            });
            provisioned.ifPresent(needed -> throughput(index, node, needed));
            index.finish();
        }
    }

    private static void checkAttributes(PropertyReader reader, Set<String> defined, Set<String> keys) {
        if (reader.any("AttributeDefinitions")
                .filter(value -> !(value instanceof Value.Sequence))
                .isPresent()) {
            return;
        }
        for (String key : keys) {
            if (!defined.contains(key)) {
                reader.problem("AttributeDefinitions", "the key attribute " + key + " is not defined");
            }
        }
        for (String attribute : defined) {
            if (!keys.contains(attribute)) {
                reader.problem(
                        "AttributeDefinitions",
                        attribute + " is no key of the table or an index; only those may be defined");
            }
        }
    }

    private static boolean stream(PropertyReader reader, ObjectNode request) {
        Optional<PropertyReader> specification = reader.object("StreamSpecification");
        specification.ifPresent(inner -> {
            Optional<String> view = inner.required(
                    "StreamViewType",
                    inner.oneOf("StreamViewType", "KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE"));
            inner.finish();
            request.putObject("StreamSpecification").put("StreamEnabled", true).put("StreamViewType", view.orElse(""));
        });
        return specification.isPresent();
    }

    private static Optional<String> timeToLive(PropertyReader reader) {
        return reader.object("TimeToLiveSpecification").flatMap(inner -> {
            Optional<Boolean> enabled = inner.required("Enabled", inner.bool("Enabled"));
            Optional<String> attribute = inner.text("AttributeName");
            if (enabled.orElse(false) && !inner.has("AttributeName")) {
                inner.requiredText("AttributeName");
            }
            inner.finish();
            return enabled.orElse(false) ? attribute : Optional.empty();
        });
    }
}
