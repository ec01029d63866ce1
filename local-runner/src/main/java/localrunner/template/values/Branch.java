package localrunner.template.values;

/** Whether a value is used, or stands in a branch that a condition leaves out. Both are checked. */
enum Branch {
    TAKEN,
    LEFT_OUT
}
