package localrunner.s3;

import java.util.Optional;

/**
 * A checksum that an object or a part has.
 *
 * @param value Base64; of a composite one with a hyphen and the number of parts behind it
 */
record ContentChecksum(ChecksumAlgorithm algorithm, Type type, String value) {

    /** Of what it is. */
    enum Type {
        FULL_OBJECT,
        /** Of the checksums of an object's parts. */
        COMPOSITE;

        static Optional<Type> of(String text) {
            return switch (text) {
                case "FULL_OBJECT" -> Optional.of(FULL_OBJECT);
                case "COMPOSITE" -> Optional.of(COMPOSITE);
                default -> Optional.empty();
            };
        }
    }
}
