package localrunner.edge;

import java.util.Optional;

/** Names the operation that a request calls, as far as its protocol tells, for messages. */
final class Operation {

    private Operation() {}

    /** Such as {@code SendMessage}; of a REST protocol method and path, such as {@code PUT /bucket/key}. */
    static String of(EdgeRequest request) {
        return request.header("X-Amz-Target")
                .map(target -> target.substring(target.lastIndexOf('.') + 1))
                .or(() -> action(request))
                .orElseGet(() -> request.method() + " " + request.path());
    }

    private static Optional<String> action(EdgeRequest request) {
        try {
            return Optional.ofNullable(request.parameters().get("Action"));
        } catch (IllegalArgumentException e) {
            // The body is no form.
            return Optional.empty();
        }
    }
}
