package wordcounter.operator;

import java.util.Optional;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/**
 * Encryption keys. KMS deletes none at once: it is out of use from now on, and gone after seven days, the least that KMS takes. Until then
 * {@code aws kms cancel-key-deletion} brings it back.
 */
final class KeptKeys implements KeptKind {

    private static final int LEAST_DAYS = 7;

    private final StackAccess access;
    private final KmsClient kms;

    KeptKeys(StackAccess access, KmsClient kms) {
        this.access = access;
        this.kms = kms;
    }

    @Override
    public String type() {
        return "AWS::KMS::Key";
    }

    @Override
    public String name() {
        return "key";
    }

    @Override
    public Optional<String> contents(String key) {
        return describe(key)
                .filter(found -> !isLeaving(found))
                .map(_ -> "out of use at once, gone in " + LEAST_DAYS + " days");
    }

    @Override
    public boolean remove(String key) {
        if (describe(key).filter(found -> !isLeaving(found)).isEmpty()) {
            return true;
        }
        return access.explained(() -> {
            try {
                access.calls()
                        .call(() -> kms.scheduleKeyDeletion(
                                request -> request.keyId(key).pendingWindowInDays(LEAST_DAYS)));
                return true;
            } catch (KmsInvalidStateException e) {
                return false; // it is being made or changed, or somebody else was faster
            } catch (NotFoundException e) {
                return true;
            }
        });
    }

    private static boolean isLeaving(KeyMetadata key) {
        return key.keyState() == KeyState.PENDING_DELETION || key.keyState() == KeyState.PENDING_REPLICA_DELETION;
    }

    private Optional<KeyMetadata> describe(String key) {
        return access.explained(() -> {
            try {
                return Optional.of(access.calls()
                        .call(() -> kms.describeKey(request -> request.keyId(key)))
                        .keyMetadata());
            } catch (NotFoundException e) {
                return Optional.<KeyMetadata>empty();
            }
        });
    }
}
