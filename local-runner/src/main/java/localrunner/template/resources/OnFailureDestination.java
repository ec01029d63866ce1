package localrunner.template.resources;

import java.util.Optional;
import java.util.function.Consumer;
import localrunner.template.document.PropertyReader;

/**
 * Reads {@code DestinationConfig.OnFailure}, which asynchronous invocations and streams share. It can only be a queue.
 */
final class OnFailureDestination {

    private OnFailureDestination() {}

    /** The queue's ARN, from {@code EventInvokeConfig}. SAM requires {@code Type} there. */
    static Optional<String> ofAsyncInvocations(PropertyReader parent, Catalog catalog) {
        return read(parent, catalog, onFailure -> onFailure.required("Type", type(onFailure)));
    }

    /** The queue's ARN, from an event of type {@code DynamoDB}. SAM only adds a policy when {@code Type} is there. */
    static Optional<String> ofStream(PropertyReader parent, Catalog catalog) {
        return read(parent, catalog, OnFailureDestination::type);
    }

    private static Optional<String> type(PropertyReader onFailure) {
        return onFailure.oneOf("Type", "SQS");
    }

    private static Optional<String> read(PropertyReader parent, Catalog catalog, Consumer<PropertyReader> typeReader) {
        Optional<PropertyReader> config = parent.object("DestinationConfig");
        if (config.isEmpty()) {
            return Optional.empty();
        }
        config.get().refuse("OnSuccess", "destinations of successful invocations are not supported; only OnFailure is");
        Optional<String> queueArn = config.get().object("OnFailure").flatMap(onFailure -> {
            typeReader.accept(onFailure);
            Optional<String> arn = catalog.queueArn(onFailure, "Destination");
            onFailure.finish();
            return arn;
        });
        config.get().finish();
        return queueArn;
    }
}
