package software.amazon.awssdk.regions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The stand-ins find what the SDK's own classes of their names have, for every service and region. */
class StandInsTest {

    @Test
    void serviceMetadata_shouldBeThatOfTheSdk() throws Exception {
        GeneratedServiceMetadataProvider standIn = new GeneratedServiceMetadataProvider();

        assertThat(ofTheSdk(GeneratedServiceMetadataProvider.class, "SERVICE_METADATA"))
                .hasSizeGreaterThan(300)
                .allSatisfy((service, metadata) -> assertThat(nameOfClass(standIn.serviceMetadata(service)))
                        .isEqualTo(metadata));
        assertThat(standIn.serviceMetadata("no-such-service")).isNull();
    }

    @Test
    void regionMetadata_shouldBeThatOfTheSdk() throws Exception {
        GeneratedRegionMetadataProvider standIn = new GeneratedRegionMetadataProvider();

        assertThat(ofTheSdk(GeneratedRegionMetadataProvider.class, "REGION_METADATA"))
                .hasSizeGreaterThan(40)
                .allSatisfy((region, metadata) -> assertThat(nameOfClass(standIn.regionMetadata(Region.of(region))))
                        .isEqualTo(metadata));
        assertThat(standIn.regionMetadata(Region.of("no-where-1"))).isNull();
    }

    /** The map of the SDK's own class: names of its metadata's classes, by id. */
    private static Map<String, String> ofTheSdk(Class<?> standIn, String field) throws Exception {
        URL[] jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.contains("software/amazon/awssdk")
                        || entry.contains("reactive-streams")
                        || entry.contains("slf4j"))
                .map(Path::of)
                .map(StandInsTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader sdk = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Field map = sdk.loadClass(standIn.getName()).getDeclaredField(field);
            map.setAccessible(true);
            return ((Map<?, ?>) map.get(null))
                    .entrySet().stream()
                            .collect(Collectors.toMap(
                                    entry -> String.valueOf(entry.getKey()), entry -> nameOfClass(entry.getValue())));
        }
    }

    private static String nameOfClass(Object metadata) {
        return metadata == null ? "none" : metadata.getClass().getName();
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
