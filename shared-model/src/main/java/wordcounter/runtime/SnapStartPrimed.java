package wordcounter.runtime;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * A handler that runs once over canned answers before Lambda takes its snapshot, so that a restored one has its classes loaded
 * and linked ("Improving startup performance with Lambda SnapStart", runtime hooks).
 *
 * <p>It runs a throw-away twin of itself: the handler that is restored has made no call, so it holds neither connections nor
 * credentials nor random numbers of the time of the snapshot. The runtime holds the handler, and that is what keeps it
 * registered: CRaC's own reference is weak.
 */
public interface SnapStartPrimed extends Resource {

    /** Runs a twin of this handler, over {@link AwsClients#canned()}. Failing fails the publication of the version. */
    void prime() throws Exception;

    /** To be called at the end of the constructor that Lambda calls. */
    default void primeBeforeSnapshot() {
        Core.getGlobalContext().register(this);
    }

    @Override
    default void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
        prime();
    }

    @Override
    default void afterRestore(Context<? extends Resource> context) {
        // nothing to make anew: nothing was made before
    }
}
