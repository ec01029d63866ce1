package localrunner.lambda;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Decodes one segment of a request's path, in which a plus sign is not a space. */
final class PathSegment {

    private PathSegment() {}

    static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
