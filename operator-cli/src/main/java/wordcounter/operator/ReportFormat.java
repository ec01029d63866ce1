package wordcounter.operator;

/** How a command writes its report: for people, or for another program. Named as it is typed after {@code --format}. */
enum ReportFormat {
    text,
    json
}
