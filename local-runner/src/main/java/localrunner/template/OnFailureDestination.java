package localrunner.template;

import java.util.Optional;

/**
 * Reads {@code DestinationConfig.OnFailure}, which asynchronous invocations and streams have alike. Only queues are
 * supported.
 */
final class OnFailureDestination {

    private OnFailureDestination() {}

    /**
     * @param typeRequired SAM needs Type for asynchronous invocations, while for streams it only adds a policy by it
     */
    static Optional<String> read(PropertyReader parent, boolean typeRequired, Catalog catalog) {
        Optional<PropertyReader> config = parent.object("DestinationConfig");
        if (config.isEmpty()) {
            return Optional.empty();
        }
        config.get().refuse("OnSuccess", "destinations of successful invocations are not supported; only OnFailure is");
        Optional<String> queueArn = config.get().object("OnFailure").flatMap(onFailure -> {
            Optional<String> type = onFailure.oneOf("Type", "SQS");
            if (typeRequired) {
                onFailure.required("Type", type);
            }
            Optional<String> arn = catalog.queueArn(onFailure, "Destination");
            onFailure.finish();
            return arn;
        });
        config.get().finish();
        return queueArn;
    }
}
