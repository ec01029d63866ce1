package localrunner.functions.child;

import java.util.Locale;
import java.util.Set;

/**
 * Tells the hosts of AWS's APIs from all others, by "AWS service endpoints" in the AWS General Reference.
 *
 * <p>What a customer has set up under Amazon's domain, such as a database or a load balancer, is no API of AWS.
 */
public final class AwsHosts {

    private static final Set<String> DOMAINS =
            Set.of(".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws");

    /** The label before the domain of what customers have set up: {@code orders.abc.eu-west-1.rds.amazonaws.com}. */
    private static final Set<String> OF_CUSTOMERS = Set.of("cache", "compute", "compute-1", "elb", "rds", "redshift");

    private AwsHosts() {}

    /** @param host a name or an address, without a port, in any case */
    public static boolean isApi(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String domain : DOMAINS) {
            if (name.endsWith(domain)) {
                String service = name.substring(0, name.length() - domain.length());
                boolean ofCustomer = service.indexOf('.') >= 0
                        && (OF_CUSTOMERS.contains(service.substring(service.lastIndexOf('.') + 1))
                                || service.endsWith(".elb." + lastLabel(service)));
                return !ofCustomer;
            }
        }
        return false;
    }

    private static String lastLabel(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
