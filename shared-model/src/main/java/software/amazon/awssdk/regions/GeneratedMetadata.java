package software.amazon.awssdk.regions;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the SDK's generated metadata by the names that its generator gives to classes. */
final class GeneratedMetadata {

    private GeneratedMetadata() {}

    /**
     * Makes the metadata of the id.
     *
     * @param id such as {@code streams.dynamodb}, for the class {@code StreamsDynamodb} and the suffix
     * @return empty when the SDK has no such class
     */
    static <T> Optional<T> make(String subpackage, String id, String suffix, Class<T> type) {
        String name = Arrays.stream(id.split("[^A-Za-z0-9]+", -1))
                .map(part -> part.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1))
                .collect(Collectors.joining());
        try {
            return Optional.of(
                    type.cast(Class.forName("software.amazon.awssdk.regions." + subpackage + "." + name + suffix)
                            .getDeclaredConstructor()
                            .newInstance()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the SDK's metadata of " + id + " can't be made", e);
        }
    }
}
