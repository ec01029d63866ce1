package localrunner.template.resources;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import localrunner.alarms.Alarm;
import localrunner.alarms.Comparison;
import localrunner.alarms.MetricId;
import localrunner.alarms.MetricMath;
import localrunner.alarms.MissingData;
import localrunner.alarms.Statistic;
import localrunner.template.document.PropertyReader;

/**
 * Reads {@code AWS::CloudWatch::Alarm}; ranges and defaults are those of "PutMetricAlarm" in the CloudWatch API Reference.
 */
final class AlarmReader {

    private static final String DYNAMODB = "AWS/DynamoDB";
    private static final int LONGEST_PERIOD_SECONDS = 86_400;
    private static final int MOST_PERIODS = 100;

    private final PhysicalNames names;
    private final Catalog catalog;

    AlarmReader(PhysicalNames names, Catalog catalog) {
        this.names = names;
        this.catalog = catalog;
    }

    /** Reads an alarm; empty when something that it can't do without is wrong, which is reported then. */
    Optional<Alarm> read(Resource resource, PropertyReader reader) {
        String name = reader.text("AlarmName").orElse(names.name(resource.logicalId()));
        String description = reader.text("AlarmDescription").orElse("");
        reader.refuse("ThresholdMetricId", "anomaly detection is not supported; give a Threshold");
        reader.refuse("EvaluateLowSampleCountPercentile", "it is not supported; percentiles are always evaluated");
        reader.refuse("Unit", "units do not tell metrics apart here; leave it out");
        Optional<Comparison> comparison = reader.required(
                        "ComparisonOperator", reader.oneOf("ComparisonOperator", texts(Comparison.texts())))
                .map(Comparison::of);
        Optional<Double> threshold =
                reader.required("Threshold", reader.number("Threshold")).map(Number::doubleValue);
        Optional<Integer> periods =
                reader.required("EvaluationPeriods", reader.integer("EvaluationPeriods", 1, MOST_PERIODS));
        Optional<Integer> datapoints = reader.integer("DatapointsToAlarm", 1, MOST_PERIODS);
        Optional<MissingData> missing =
                reader.oneOf("TreatMissingData", texts(MissingData.texts())).map(MissingData::of);
        Alarm.Actions actions = actions(reader);
        List<Alarm.Query> queries = queries(reader);
        Optional<Alarm.Query> watched = watched(reader, queries);
        checkDatapoints(reader, periods, datapoints);
        reader.finish();
        if (comparison.isEmpty() || threshold.isEmpty() || periods.isEmpty() || watched.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Alarm(
                resource.logicalId(),
                name,
                names.alarmArn(name),
                description,
                watched.get(),
                queries,
                periods.get(),
                datapoints.orElse(periods.get()),
                comparison.get(),
                threshold.get(),
                missing.orElseGet(() -> defaultFor(watched.get())),
                actions));
    }

    private static String[] texts(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    /** "Alarms that evaluate metrics in the AWS/DynamoDB namespace ignore missing data by default." */
    private static MissingData defaultFor(Alarm.Query watched) {
        return watched instanceof Alarm.OfMetric metric
                        && metric.metric().namespace().equals(DYNAMODB)
                ? MissingData.IGNORE
                : MissingData.MISSING;
    }

    private static void checkDatapoints(
            PropertyReader reader, Optional<Integer> periods, Optional<Integer> datapoints) {
        periods.ifPresent(most -> reader.check(
                "DatapointsToAlarm",
                datapoints,
                number -> number <= most,
                number -> "at most the EvaluationPeriods, " + most + ", found " + number));
    }

    private Alarm.Actions actions(PropertyReader reader) {
        return new Alarm.Actions(
                reader.bool("ActionsEnabled").orElse(true),
                topics(reader, "AlarmActions"),
                topics(reader, "OKActions"),
                topics(reader, "InsufficientDataActions"));
    }

    private List<String> topics(PropertyReader reader, String property) {
        List<String> arns = reader.texts(property);
        arns.stream()
                .filter(arn -> !catalog.hasTopic(arn))
                .forEach(arn -> reader.problem(
                        property,
                        "'" + arn + "' is no topic of this template; an alarm here can tell only one of those"));
        return arns;
    }

    /** The queries of {@code Metrics}, or the one metric of the alarm's own properties. */
    private static List<Alarm.Query> queries(PropertyReader reader) {
        if (!reader.has("Metrics")) {
            return single(reader).<List<Alarm.Query>>map(List::of).orElse(List.of());
        }
        for (String own :
                List.of("MetricName", "Namespace", "Dimensions", "Period", "Statistic", "ExtendedStatistic")) {
            reader.refuse(own, "an alarm has either this or Metrics");
        }
        List<Alarm.Query> queries = new ArrayList<>();
        for (PropertyReader entry : reader.objects("Metrics")) {
            query(entry).ifPresent(queries::add);
        }
        checkIds(reader, queries);
        checkPeriods(reader, queries);
        return queries;
    }

    private static Optional<Alarm.Query> single(PropertyReader reader) {
        Optional<MetricId> metric = metric(reader, reader);
        Optional<Duration> period = period(reader);
        Optional<Statistic> statistic = reader.has("ExtendedStatistic")
                ? statistic(reader, "ExtendedStatistic")
                : statistic(reader, "Statistic");
        if (reader.has("ExtendedStatistic")) {
            reader.refuse("Statistic", "an alarm has either this or ExtendedStatistic");
        }
        return metric.flatMap(
                id -> period.flatMap(length -> statistic.map(how -> new Alarm.OfMetric("m1", "", id, length, how))));
    }

    private static Optional<MetricId> metric(PropertyReader names, PropertyReader dimensionsOf) {
        Optional<String> namespace = names.requiredText("Namespace");
        Optional<String> name = names.requiredText("MetricName");
        Map<String, String> dimensions = new TreeMap<>();
        for (PropertyReader dimension : dimensionsOf.objects("Dimensions")) {
            Optional<String> key = dimension.requiredText("Name");
            Optional<String> value = dimension.requiredText("Value");
            key.ifPresent(given -> value.ifPresent(text -> dimensions.put(given, text)));
            dimension.finish();
        }
        return namespace.flatMap(space -> name.map(given -> new MetricId(space, given, dimensions)));
    }

    private static Optional<Duration> period(PropertyReader reader) {
        return reader.check(
                        "Period",
                        reader.required("Period", reader.integer("Period", 60, LONGEST_PERIOD_SECONDS)),
                        seconds -> seconds % 60 == 0,
                        seconds -> "a multiple of 60 seconds, found " + seconds)
                .map(Duration::ofSeconds);
    }

    private static Optional<Statistic> statistic(PropertyReader reader, String property) {
        return reader.check(
                        property,
                        reader.requiredText(property),
                        text -> Statistic.of(text).isPresent(),
                        wrong -> "'" + wrong + "' is not supported; supported are " + Statistic.KNOWN)
                .flatMap(Statistic::of);
    }

    private static Optional<Alarm.Query> query(PropertyReader entry) {
        Optional<String> id = entry.check(
                "Id",
                entry.requiredText("Id"),
                text -> text.matches("[a-z][a-zA-Z0-9_]*"),
                wrong -> "an id has letters, digits and underscores, a small letter first, found '" + wrong + "'");
        String label = entry.text("Label").orElse("");
        entry.bool("ReturnData");
        entry.refuse("AccountId", "there is one account here");
        Optional<Alarm.Query> query;
        if (entry.has("Expression")) {
            Optional<MetricMath> expression = expression(entry);
            entry.refuse("MetricStat", "a query has either this or Expression");
            query = id.flatMap(known -> expression.map(math -> new Alarm.OfExpression(known, label, math)));
        } else {
            entry.required("MetricStat", entry.any("MetricStat"));
            query = entry.object("MetricStat").flatMap(stat -> metricStat(id, label, stat));
        }
        entry.integer("Period", 60, LONGEST_PERIOD_SECONDS);
        entry.finish();
        return query;
    }

    private static Optional<Alarm.Query> metricStat(Optional<String> id, String label, PropertyReader stat) {
        Optional<MetricId> metric = Optional.empty();
        stat.required("Metric", stat.any("Metric"));
        Optional<PropertyReader> named = stat.object("Metric");
        if (named.isPresent()) {
            metric = metric(named.get(), named.get());
            named.get().finish();
        }
        Optional<Duration> period = period(stat);
        Optional<Statistic> statistic = statistic(stat, "Stat");
        stat.refuse("Unit", "units do not tell metrics apart here; leave it out");
        stat.finish();
        Optional<MetricId> found = metric;
        return id.flatMap(known -> found.flatMap(which ->
                period.flatMap(length -> statistic.map(how -> new Alarm.OfMetric(known, label, which, length, how)))));
    }

    private static Optional<MetricMath> expression(PropertyReader entry) {
        return entry.text("Expression").flatMap(text -> {
            try {
                MetricMath math = MetricMath.parse(text);
                if (math.isSeries()) {
                    return Optional.of(math);
                }
                entry.problem("Expression", "'" + text + "' is not one series of values, which an alarm needs");
            } catch (IllegalArgumentException e) {
                entry.problem("Expression", String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        });
    }

    private static void checkIds(PropertyReader reader, List<Alarm.Query> queries) {
        Set<String> known = new LinkedHashSet<>();
        for (Alarm.Query query : queries) {
            if (!known.add(query.id())) {
                reader.problem("Metrics", "two queries have the id " + query.id());
            }
        }
        for (Alarm.Query query : queries) {
            if (query instanceof Alarm.OfExpression expression) {
                expression.expression().names().stream()
                        .filter(name -> !known.contains(name) || name.equals(query.id()))
                        .forEach(name -> reader.problem(
                                "Metrics",
                                "the expression " + query.id() + " names " + name + ", and the other queries are "
                                        + String.join(", ", known)));
            }
        }
    }

    private static void checkPeriods(PropertyReader reader, List<Alarm.Query> queries) {
        List<Duration> periods = queries.stream()
                .filter(Alarm.OfMetric.class::isInstance)
                .map(query -> ((Alarm.OfMetric) query).period())
                .distinct()
                .toList();
        if (periods.size() != 1 && !queries.isEmpty()) {
            reader.problem("Metrics", "the metrics of an alarm need one period, the same for all");
        }
    }

    /** The query that is compared with the threshold: the only one, or the one with ReturnData. */
    private static Optional<Alarm.Query> watched(PropertyReader reader, List<Alarm.Query> queries) {
        if (!reader.has("Metrics")) {
            return queries.stream().findFirst();
        }
        List<String> returned = new ArrayList<>();
        for (PropertyReader entry : reader.objects("Metrics")) {
            if (entry.bool("ReturnData").orElse(true)) {
                entry.text("Id").ifPresent(returned::add);
            }
        }
        if (returned.size() != 1) {
            reader.problem(
                    "Metrics",
                    "one query returns data to the alarm, and the others have ReturnData: false; here it is "
                            + (returned.isEmpty() ? "none" : String.join(", ", returned)));
            return Optional.empty();
        }
        return queries.stream()
                .filter(query -> query.id().equals(returned.getFirst()))
                .findFirst();
    }
}
