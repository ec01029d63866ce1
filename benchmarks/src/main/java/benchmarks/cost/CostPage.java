package benchmarks.cost;

import benchmarks.cost.Costs.Step;
import benchmarks.cost.Units.Case;
import benchmarks.report.Numbers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes {@code docs/cost.md}: the same units and prices always make the same page.
 *
 * @param ways the units of the other ways in and out
 */
record CostPage(Units units, Units ways, Prices prices) {

    private static final List<String> DESIGNS = List.of(Costs.OURS, Costs.SAME_SUMMARIES, Costs.ONE_NUMBER);

    /** The load of the page's examples. */
    private static final Case EXAMPLE = new Case(10, 100, 1);

    /** The default of the template's ReconcileReadUnits. */
    private static final double MOST_READ_UNITS = 2e6;

    /** A unit is 4 KB, read consistently. */
    private static final double READ_UNITS_OF_A_GIGABYTE = 262_144;

    private static final double NIGHTS = 30.4;

    /** Of the most frequent words: as many queries find the day's ten. */
    private static final int INDEX_BUCKETS = 16;

    private static final double HOURS_OF_A_MONTH = 730;
    private static final double SECONDS_OF_A_MONTH = HOURS_OF_A_MONTH * 3600;

    String markdown() {
        return """
                # What it costs

                <!-- Made by ./benchmarks/run cost; change benchmarks/src/main/java/benchmarks/cost instead of this page. -->

                Dollars for **a million texts**, on demand, in us-east-1, without the free tiers and without taxes. They are computed
                from two things: the units that a text takes, which the benchmarks' stub of AWS counts while the functions run
                (`benchmarks/results/units.csv`), and a table of prices with its dates ([below](#prices)). `./benchmarks/run cost` counts
                again and writes this page, `./benchmarks/run cost-ways` counts the [other ways](#other-ways-in-and-out) and writes it, and
                `./benchmarks/run cost-page` only writes it, for instance with other prices. What bounds a bill is in
                [capacity](capacity.md).

                ## The designs

                | design | what it does | what it does not do |
                |---|---|---|
                | ours | counts exactly once; summaries with totals, and the most frequent words | |
                | same summaries | an UpdateItem a word for the +1 and one for the +10; each word merged by itself, with the same totals and index | an event that comes twice counts twice |
                | one number | the same, and one number a word in place of summaries: one UpdateItem for each word of a batch | neither totals nor the most frequent words; what comes twice counts twice, in the counts and in the summaries |

                ## By load

                Texts of 10 words by Zipf's law, 20,000 different ones. The more texts come in a window of the aggregator, the more of their
                words are the same, and a word is written once for all of them.

                %s
                ## By step

                At %s.

                %s
                A word costs ours 4 write units in the counts where the naive designs take 2: a transaction costs two for each item, and
                that is the price of counting exactly once. %s

                ## By words

                %s
                ## By window

                Seconds of lag buy fewer writes of the summaries (`SummaryWindowSeconds`).

                %s
                ## Other ways in and out

                Dollars for a million of each, until its words count once. What comes after that, the +10, the log and the summaries, costs
                what it costs for a text with as many different words (above).

                %s
                A text through the queue costs %s where `POST /words` costs %s until there. A document that changes 50 times in a
                minute and is fetched once costs $%s if a million of them do so; were it fetched for each change, it would be $%s.
                A file of 100 MB costs $%s until it counts, and its place in the bucket $%s a month. Milestones are a few for each word. The
                day's ten are an invocation and %d queries a day: less than a cent a month.

                ## A month

                A text of 10 words costs %s cents at %s. A bot of a team that reads 10,000 texts a day spends $%s a month, of which
                the free tiers pay a part. Texts are kept nowhere. An entry of the ledger, some 300 bytes for 45 days, comes to $%s a
                month for each million texts a month; a word's counters and summary to less than a cent a month for 1,000 words.

                Metrics of our own come on top, outside the tables above: CloudWatch takes $0.30 a month for each name and set of dimensions, in the hours in
                which it is written. A stack has nine, $2.70; they would be some thirty if the function were a dimension, so it is a member of the
                line. A text is two lines, of the API's function and of the multiplier, less than 400 bytes each: $0.40 of logs for a million texts.

                **The comparison of each night** reads WordCounts, EventLedger and the smaller tables once, and Summaries four times: $%s a month for each
                gigabyte of the former, $%s for each of Summaries. At its limits (`ReconcileReadUnits`, and 13 minutes of 1 GB) it costs
                $%s a month; with the megabytes of a small stack nothing that one would see.

                ## The workshop's questions

                **What do 10,000,000 requests a month at 100 ms and 128 MB cost on Lambda?** Requests: %s. Time: 10,000,000 × 0.1 s ×
                0.125 GB are 125,000 GB-seconds, %s on arm64 and %s on x86_64. Together **$%s**, and $%s on x86_64. Of a month's first
                million requests and 400,000 GB-seconds, which are free for ever, an account without other functions has all the time
                and a tenth of the requests free: **$%s**.

                **What does SNS to Lambda to DynamoDB cost for 10,000,000 messages a month**, one write unit each, by these ways?

                %s
                A message every 0.26 s is %s a second on average. Provisioned capacity has to hold the peak, taken here as 10 times the
                average, unless a queue holds the messages back: then the average will do, with some room, and a function takes ten
                messages at a time. On demand costs more for each write than a provisioned unit that is always used, and nothing while
                nobody writes: it is cheaper below a use of %s %% of what is provisioned. 25 provisioned units are free for ever, which
                the table leaves out.

                ## Against the goal

                %s

                ## Prices

                AWS's own pages were out of reach when these were written down: check a price there before you rest weight on it. Where one
                is another, change its row in `benchmarks/prices/us-east-1.csv`, with the date.

                %s""".formatted(
                byLoad(),
                described(EXAMPLE),
                bySteps(),
                biggest(),
                byWords(),
                byWindow(),
                byWay(),
                "$" + money(wayCosts().dollars(Way.QUEUED_TEXT)),
                "$" + money(costs().dollars(Costs.OURS, Step.COUNT, EXAMPLE)),
                money(50 * wayCosts().dollars(Way.DOCUMENT_CHANGE) + wayCosts().dollars(Way.DOCUMENT_FETCH)),
                money(50 * (wayCosts().dollars(Way.DOCUMENT_CHANGE) + wayCosts().dollars(Way.DOCUMENT_FETCH))),
                money(100 * wayCosts().dollars(Way.UPLOADED_MEGABYTE) / 1e6),
                String.format(Locale.ROOT, "%.4f", prices.of("s3.storage") / 10),
                INDEX_BUCKETS,
                cents(),
                described(EXAMPLE),
                money(10_000 * 30.4 / 1e6 * dollars(Costs.OURS, new Case(10, 10, 1))),
                money(300 * 45 / 30.4 / 1000 * prices.of("dynamodb.storage")),
                money(nights(READ_UNITS_OF_A_GIGABYTE)),
                money(nights(4 * READ_UNITS_OF_A_GIGABYTE)),
                money(nights(MOST_READ_UNITS) + NIGHTS * 13 * 60 * prices.of("lambda.gigabyte-second")),
                "$" + money(10 * prices.of("lambda.request")),
                "$" + money(125_000 * prices.of("lambda.gigabyte-second")),
                "$" + money(125_000 * prices.of("lambda.gigabyte-second-x86")),
                money(10 * prices.of("lambda.request") + 125_000 * prices.of("lambda.gigabyte-second")),
                money(10 * prices.of("lambda.request") + 125_000 * prices.of("lambda.gigabyte-second-x86")),
                money((10 - prices.of("free.lambda-requests")) * prices.of("lambda.request")),
                waysToDynamoDb(),
                Numbers.text(10e6 / SECONDS_OF_A_MONTH),
                Numbers.text(
                        100 * prices.of("dynamodb.provisioned-write") / (3600 * prices.of("dynamodb.write") / 1e6)),
                goal(),
                priceTable());
    }

    /** Of a month in which each night takes so many read units. */
    private double nights(double readUnits) {
        return NIGHTS * readUnits / 1e6 * prices.of("dynamodb.read");
    }

    private String byLoad() {
        StringBuilder table = new StringBuilder(
                "| texts a second | "
                        + String.join(" | ", DESIGNS)
                        + " | ours to same summaries | ours to one number | write units of ours |\n|---:|---:|---:|---:|---:|---:|---:|\n");
        units.cases().stream()
                .filter(counted -> counted.words() == 10 && counted.windowSeconds() == 1)
                .forEach(counted -> table.append("| %d | %s | %s |\n"
                        .formatted(counted.textsPerSecond(), designs(counted), writeUnits(counted))));
        return table.toString();
    }

    private String byWords() {
        StringBuilder table = new StringBuilder("At 10 texts a second and a window of 1 s.\n\n| words of a text | "
                + String.join(" | ", DESIGNS)
                + " | ours to same summaries | ours to one number |\n|---:|---:|---:|---:|---:|---:|\n");
        units.cases().stream()
                .filter(counted -> counted.textsPerSecond() == 10 && counted.windowSeconds() == 1)
                .sorted((a, b) -> Integer.compare(a.words(), b.words()))
                .forEach(counted -> table.append("| %d | %s |\n".formatted(counted.words(), designs(counted))));
        return table.toString();
    }

    private String byWindow() {
        StringBuilder table = new StringBuilder("Texts of 10 words, 100 a second.\n\n| window, s | "
                + String.join(" | ", DESIGNS)
                + " | ours to same summaries | ours to one number |\n|---:|---:|---:|---:|---:|---:|\n");
        units.cases().stream()
                .filter(counted -> counted.words() == 10 && counted.textsPerSecond() == 100)
                .forEach(counted -> table.append("| %d | %s |\n".formatted(counted.windowSeconds(), designs(counted))));
        return table.toString();
    }

    private String designs(Case counted) {
        double ours = dollars(Costs.OURS, counted);
        StringBuilder cells = new StringBuilder();
        DESIGNS.forEach(design ->
                cells.append("$").append(money(dollars(design, counted))).append(" | "));
        return cells + Numbers.text(ours / dollars(Costs.SAME_SUMMARIES, counted)) + " | "
                + Numbers.text(ours / dollars(Costs.ONE_NUMBER, counted));
    }

    private String writeUnits(Case counted) {
        return Numbers.text(costs().writeUnits(Costs.OURS, counted));
    }

    private String bySteps() {
        StringBuilder table = new StringBuilder(
                "| step | " + String.join(" | ", DESIGNS) + " | share of ours |\n|---|---:|---:|---:|---:|\n");
        double all = dollars(Costs.OURS, EXAMPLE);
        for (Step step : Step.values()) {
            table.append("| ").append(step.text()).append(" |");
            DESIGNS.forEach(design -> table.append(" $")
                    .append(money(costs().dollars(design, step, EXAMPLE)))
                    .append(" |"));
            table.append(" %.0f %% |\n".formatted(100 * costs().dollars(Costs.OURS, step, EXAMPLE) / all));
        }
        return table.toString();
    }

    private String biggest() {
        Map.Entry<Step, Double> most = costs().bySteps(Costs.OURS, EXAMPLE).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        return "The largest step is \"%s\".".formatted(most.getKey().text());
    }

    private String byWay() {
        StringBuilder table = new StringBuilder(
                "| a million times | DynamoDB | Lambda and logs | API, SQS, SNS, S3 | together |\n|---|---:|---:|---:|---:|\n");
        for (Way way : Way.values()) {
            table.append("| %s | $%s | $%s | $%s | **$%s** |\n"
                    .formatted(
                            way.text(),
                            money(wayCosts().tables(way)),
                            money(wayCosts().functions(way)),
                            money(wayCosts().requests(way)),
                            money(wayCosts().dollars(way))));
        }
        return table.toString();
    }

    private WayCosts wayCosts() {
        return new WayCosts(ways, prices);
    }

    private String waysToDynamoDb() {
        double publish = 10 * prices.of("sns.publish");
        double functions = 10 * prices.of("lambda.request") + 125_000 * prices.of("lambda.gigabyte-second");
        double batched = prices.of("lambda.request") + 125_000 * prices.of("lambda.gigabyte-second");
        // a request to send each message, and for each ten of them one to receive and one to delete
        double queue = (10 + 1 + 1) * prices.of("sqs.request");
        double average = 10e6 / SECONDS_OF_A_MONTH;
        double peak = provisioned(10 * average);
        double level = provisioned(1.5 * average);
        double onDemand = 10 * prices.of("dynamodb.write");
        return """
                | way | SNS | SQS | Lambda | DynamoDB | together |
                |---|---:|---:|---:|---:|---:|
                %s%s%s%s""".formatted(
                        way("provisioned for the peak", publish, 0, functions, peak),
                        way("on demand", publish, 0, functions, onDemand),
                        way("SQS between, provisioned for the average", publish, queue, batched, level),
                        way("SQS between, on demand", publish, queue, batched, onDemand));
    }

    private double provisioned(double unitsPerSecond) {
        return Math.ceil(unitsPerSecond) * HOURS_OF_A_MONTH * prices.of("dynamodb.provisioned-write");
    }

    private static String way(String name, double sns, double sqs, double lambda, double dynamoDb) {
        return "| %s | $%s | $%s | $%s | $%s | **$%s** |\n"
                .formatted(
                        name,
                        money(sns),
                        money(sqs),
                        money(lambda),
                        money(dynamoDb),
                        money(sns + sqs + lambda + dynamoDb));
    }

    private String goal() {
        Case high = new Case(10, 250, 1);
        double ratio = dollars(Costs.OURS, high) / dollars(Costs.ONE_NUMBER, high);
        double counting =
                (costs().dollars(Costs.OURS, Step.COUNT, high) + costs().dollars(Costs.OURS, Step.MULTIPLY, high))
                        / (costs().dollars(Costs.ONE_NUMBER, Step.COUNT, high)
                                + costs().dollars(Costs.ONE_NUMBER, Step.MULTIPLY, high));
        return """
                Aimed at: at most 1.4 times the dollars of the design with one number a word. Here: %s at 250 texts a second. Counting
                alone, the two steps that write the counters, is %s times as dear as plain updates, since a transaction costs two write
                units for each item; so 1.4 is out of reach as long as the +1 and the +10 are transactions of their own. What would have to
                change: one transaction for both, which would be another system, or summaries that are written less often, by a longer
                window or an index of the frequent words only.""".formatted(Numbers.text(ratio), Numbers.text(counting));
    }

    private String priceTable() {
        StringBuilder table =
                new StringBuilder("| name | amount | for | written down on | source |\n|---|---:|---|---|---|\n");
        prices.all()
                .forEach(row -> table.append("| `%s` | %s | %s | %s | %s |\n"
                        .formatted(row.name(), plain(row.dollars()), row.unit(), row.date(), row.source())));
        return table.toString();
    }

    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private String cents() {
        return String.format(Locale.ROOT, "%.4f", dollars(Costs.OURS, EXAMPLE) / 1e6 * 100);
    }

    private static String described(Case counted) {
        return "%d words, %d texts a second and a window of %d s"
                .formatted(counted.words(), counted.textsPerSecond(), counted.windowSeconds());
    }

    private double dollars(String design, Case counted) {
        return costs().dollars(design, counted);
    }

    private Costs costs() {
        return new Costs(units, prices);
    }

    private static String money(double dollars) {
        return String.format(Locale.ROOT, dollars >= 100 ? "%,.0f" : "%.2f", dollars);
    }
}
