package localrunner.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** An algorithm with which an object's content is checked: "Checking object integrity in Amazon S3" in the User Guide. */
enum ChecksumAlgorithm {
    CRC32("CRC32"),
    CRC32C("CRC32C"),
    CRC64NVME("CRC64NVME"),
    SHA1("SHA1"),
    SHA256("SHA256");

    private final String text;

    ChecksumAlgorithm(String text) {
        this.text = text;
    }

    /** @param name as S3 writes it, such as {@code CRC32}, in any case */
    static Optional<ChecksumAlgorithm> of(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.text.equalsIgnoreCase(name))
                .findFirst();
    }

    String text() {
        return text;
    }

    /** The header, and the trailer, that has a checksum of this kind; its value is Base64. */
    String header() {
        return "x-amz-checksum-" + text.toLowerCase(Locale.ROOT);
    }

    /** The element in which an answer has it. */
    String element() {
        return "Checksum" + text;
    }

    /** Whether it can be told of a whole object from what its parts have. */
    boolean isCrc() {
        return this != SHA1 && this != SHA256;
    }

    Running start() {
        return switch (this) {
            case CRC32 -> crc32(new CRC32());
            case CRC32C -> crc32(new CRC32C());
            case CRC64NVME -> new Crc64Nvme();
            case SHA1 -> digest("SHA-1");
            case SHA256 -> digest("SHA-256");
        };
    }

    /** A checksum of the bytes that came so far. */
    interface Running {
        void update(byte[] bytes, int offset, int length);

        /** To be called once. */
        byte[] value();
    }

    static Running digest(String algorithm) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    private static Running crc32(Checksum checksum) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                return ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) checksum.getValue())
                        .array();
            }
        };
    }

    /** CRC-64/NVME of the NVM Express specification: reflected polynomial, all ones before and after. */
    private static final class Crc64Nvme implements Running {

        private static final long POLYNOMIAL = 0x9A6C_9329_AC4B_C9B5L;
        private static final long[] TABLE = table();

        private long state = -1;

        private static long[] table() {
            long[] table = new long[256];
            for (int index = 0; index < table.length; index++) {
                long entry = index;
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    entry = (entry & 1) == 1 ? (entry >>> 1) ^ POLYNOMIAL : entry >>> 1;
                }
                table[index] = entry;
            }
            return table;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            long crc = state;
            for (int index = offset; index < offset + length; index++) {
                crc = TABLE[(int) (crc ^ bytes[index]) & 0xFF] ^ (crc >>> Byte.SIZE);
            }
            state = crc;
        }

        @Override
        public byte[] value() {
            return ByteBuffer.allocate(Long.BYTES).putLong(~state).array();
        }
    }
}
