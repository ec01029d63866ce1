package localrunner.cloudwatch;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORGenerator;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The two wire protocols of CloudWatch that SDKs choose today: Smithy's "RPC v2 CBOR", and "AWS JSON 1.0". Both carry the
 * same members; a moment is epoch seconds, in CBOR under tag 1. Older SDKs speak AWS's query protocol, which is not here.
 */
enum CloudWatchProtocol {
    CBOR {
        @Override
        JsonNode read(byte[] body) {
            return BINARY.readTree(body);
        }

        @Override
        JsonGenerator generator(ByteArrayOutputStream body) {
            return BINARY_FACTORY.createGenerator(ObjectWriteContext.empty(), body);
        }

        @Override
        void writeMoment(JsonGenerator generator, double epochSeconds) {
            ((CBORGenerator) generator).writeTag(EPOCH_TAG);
            generator.writeNumber(epochSeconds);
        }

        @Override
        Map<String, String> headers() {
            return Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor");
        }
    },
    JSON {
        @Override
        JsonNode read(byte[] body) {
            return JsonMapper.shared().readTree(body);
        }

        @Override
        JsonGenerator generator(ByteArrayOutputStream body) {
            return JsonMapper.shared().createGenerator(body);
        }

        @Override
        void writeMoment(JsonGenerator generator, double epochSeconds) {
            generator.writeNumber(epochSeconds);
        }

        @Override
        Map<String, String> headers() {
            return Map.of("Content-Type", "application/x-amz-json-1.0");
        }
    };

    private static final int EPOCH_TAG = 1;
    private static final CBORFactory BINARY_FACTORY = new CBORFactory();
    private static final CBORMapper BINARY = new CBORMapper();
    private static final String TARGET = "GraniteServiceVersion20100801.";
    private static final String PATH = "/service/GraniteServiceVersion20100801/operation/";

    /** A call, in one of the protocols. */
    record Call(CloudWatchProtocol protocol, String operation, JsonNode parameters) {}

    /** Reads a request; empty when it is in neither protocol, or can't be read. */
    static Optional<Call> call(EdgeRequest request) {
        Optional<CloudWatchProtocol> protocol = protocolOf(request);
        return protocol.flatMap(found -> {
            try {
                JsonNode parameters = request.body().length == 0
                        ? JsonMapper.shared().createObjectNode()
                        : found.read(request.body());
                return Optional.of(new Call(found, operation(request), parameters));
            } catch (JacksonException e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<CloudWatchProtocol> protocolOf(EdgeRequest request) {
        if (request.path().startsWith(PATH)) {
            return Optional.of(CBOR);
        }
        return request.header("X-Amz-Target")
                .filter(target -> target.startsWith(TARGET))
                .map(_ -> JSON);
    }

    private static String operation(EdgeRequest request) {
        return request.path().startsWith(PATH)
                ? request.path().substring(PATH.length())
                : request.header("X-Amz-Target").orElse("").substring(TARGET.length());
    }

    /** @param body in which a moment is an {@link Instant} in a {@link POJONode} */
    EdgeResponse answer(int status, JsonNode body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = generator(bytes)) {
            write(generator, body);
        }
        return new EdgeResponse(status, headers(), bytes.toByteArray());
    }

    EdgeResponse refusal(String code, String message) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("__type", "com.amazonaws.cloudwatch.v2010_08_01#" + code);
        body.put("message", message);
        return answer(400, body);
    }

    private void write(JsonGenerator generator, JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                generator.writeStartObject();
                object.forEachEntry((name, value) -> {
                    generator.writeName(name);
                    write(generator, value);
                });
                generator.writeEndObject();
            }
            case POJONode moment
            when moment.getPojo() instanceof Instant instant -> writeMoment(generator, instant.toEpochMilli() / 1000.0);
            case JsonNode array
            when array.isArray() -> {
                generator.writeStartArray();
                array.forEach(element -> write(generator, element));
                generator.writeEndArray();
            }
            case JsonNode text when text.isString() -> generator.writeString(text.stringValue());
            case JsonNode truth when truth.isBoolean() -> generator.writeBoolean(truth.booleanValue());
            case JsonNode whole when whole.isIntegralNumber() -> generator.writeNumber(whole.longValue());
            default -> generator.writeNumber(node.doubleValue());
        }
    }

    abstract JsonNode read(byte[] body);

    abstract JsonGenerator generator(ByteArrayOutputStream body);

    abstract void writeMoment(JsonGenerator generator, double epochSeconds);

    abstract Map<String, String> headers();
}
