package localrunner.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A request that is being answered.
 *
 * @param requestId which the answer and the events carry
 */
record Call(S3Request request, InputStream body, String requestId) {

    private static final int LARGEST_XML_BYTES = 2 * 1024 * 1024;

    /** A body that is XML, which S3 limits. A client may send it in chunks, too. */
    String xml() throws IOException {
        boolean chunked = request.header("x-amz-content-sha256")
                .filter(text -> text.startsWith("STREAMING-"))
                .isPresent();
        InputStream in = chunked ? new AwsChunkedStream(body) : body;
        byte[] bytes = in.readNBytes(LARGEST_XML_BYTES + 1);
        if (bytes.length > LARGEST_XML_BYTES) {
            throw S3Exception.malformedXml();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
