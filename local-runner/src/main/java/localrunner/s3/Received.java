package localrunner.s3;

import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Content that has arrived whole and was checked.
 *
 * @param file has it, and is whoever's has this
 */
record Received(Path file, long size, Md5 md5, ContentChecksum checksum) {

    /** The MD5 of some content, from which S3 makes ETags. */
    record Md5(String hex) {

        static Md5 of(byte[] bytes) {
            return new Md5(HexFormat.of().formatHex(bytes));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }
}
