package benchmarks.cost;

import benchmarks.cost.Units.Case;

/**
 * Dollars for a million of each way.
 *
 * @param units that {@link WayBenchmark} counted
 */
record WayCosts(Units units, Prices prices) {

    /** The only case of a way. */
    static final Case CASE = new Case(0, 0, 0);

    private static final double MILLION = 1e6;
    private static final double MILLISECONDS = 1000;
    private static final double GIGABYTE = 1e9;

    double tables(Way way) {
        return prices.of("dynamodb.write") * used(way, "write units")
                + prices.of("dynamodb.read") * used(way, "read units");
    }

    double functions(Way way) {
        double invocations = used(way, "invocations");
        double logBytes = used(way, "log bytes") + invocations * prices.of("assumed.platform-log-bytes");
        return prices.of("lambda.request") * invocations
                + MILLION
                        * prices.of("lambda.gigabyte-second")
                        * way.gigabytes()
                        * used(way, "milliseconds")
                        / MILLISECONDS
                + MILLION * prices.of("logs.gigabyte") * logBytes / GIGABYTE;
    }

    /** The API, queues, the topic and the bucket. */
    double requests(Way way) {
        return prices.of("api-gateway.request") * way.apiRequests()
                + prices.of("sqs.request") * (way.queueRequests() + used(way, "calls SQS."))
                + prices.of("sns.publish") * used(way, "calls SNS.Publish")
                + prices.of("s3.get") * used(way, "calls S3.GetObject")
                + prices.of("s3.put") * way.puts();
    }

    double dollars(Way way) {
        return tables(way) + functions(way) + requests(way);
    }

    private double used(Way way, String what) {
        return units.sum(Costs.OURS, way.step(), CASE, what);
    }
}
