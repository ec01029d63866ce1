package localrunner.functions.child;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.security.Security;
import java.util.stream.Stream;

/**
 * Lets a function's process find no API of AWS by its name.
 *
 * <p>Clients that go through the runner's proxy look no name up, and reach the runner. Clients that use no proxy, such as
 * the asynchronous client of older SDKs, would reach AWS itself: here they are told what would be right. Java loads this
 * class by its service file. Thread-safe.
 */
public final class NoAwsNames extends InetAddressResolverProvider {

    /** Called at the first name that is looked up, before Java reads how long it remembers a name that was not found. */
    @Override
    public InetAddressResolver get(Configuration configuration) {
        // From its memory Java answers with the name alone, and a client that tries again would lose the reason.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        return new Resolver(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "local-runner";
    }

    private record Resolver(InetAddressResolver others) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            if (AwsHosts.isApi(host)) {
                throw new UnknownHostException(host + ": the local runner lets no function reach AWS. This client uses"
                        + " neither AWS_ENDPOINT_URL nor a proxy: use an AWS SDK of 2.28.1 or later, a synchronous"
                        + " client, or endpointOverride with AWS_ENDPOINT_URL");
            }
            return others.lookupByName(host, policy);
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return others.lookupByAddress(address);
        }
    }
}
