package software.amazon.awssdk.regions;

import java.util.Optional;

/** Makes a region's metadata when it is asked for. Thread-safe. */
public final class GeneratedRegionMetadataProvider implements RegionMetadataProvider {

    /** @return null when the SDK has none, as the SDK's own class does */
    @Override
    public RegionMetadata regionMetadata(Region region) {
        Optional<RegionMetadata> metadata =
                GeneratedMetadata.make("regionmetadata", region.id(), "", RegionMetadata.class);
        return metadata.orElse(null);
    }
}
