package software.amazon.awssdk.regions;

import java.util.Optional;
import software.amazon.awssdk.regions.servicemetadata.EnhancedS3ServiceMetadata;

/** Makes a service's metadata when it is asked for. Thread-safe. */
public final class GeneratedServiceMetadataProvider implements ServiceMetadataProvider {

    /** @return null when the SDK has none, as the SDK's own class does */
    @Override
    public ServiceMetadata serviceMetadata(String service) {
        if (service.equals("s3")) { // the only one that the SDK's generator does not name by its id
            return new EnhancedS3ServiceMetadata();
        }
        Optional<ServiceMetadata> metadata =
                GeneratedMetadata.make("servicemetadata", service, "ServiceMetadata", ServiceMetadata.class);
        return metadata.orElse(null);
    }
}
