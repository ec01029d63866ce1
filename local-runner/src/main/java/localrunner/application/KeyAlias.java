package localrunner.application;

/**
 * A name for a key, {@code AWS::KMS::Alias}.
 *
 * @param name with {@code alias/} in front
 */
public record KeyAlias(String name, String keyArn) {}
