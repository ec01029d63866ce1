package wordcounter.runtime;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Makes a handler's first answer after a restore fast. The handler's code runs before Lambda takes its snapshot, so that
 * its classes are in the snapshot, loaded, linked and compiled ("Improving startup performance with Lambda SnapStart",
 * runtime hooks). A handler that calls AWS is {@link AwsPrimed}.
 *
 * <p>What runs is a throw-away twin. The handler itself makes no call before the snapshot; so it holds neither
 * connections nor credentials nor random numbers of that time. CRaC refers to the handler weakly: it stays registered
 * because Lambda's runtime holds it.
 */
public interface SnapStartPrimed extends Resource {

    /** Runs a twin of this handler. An exception fails the publication of the version. */
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
        // there is nothing to renew: the handler made no call before the snapshot
    }
}
