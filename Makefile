# `sam build` and the local runner call build-<logical id of the function> for each function: Maven builds all functions
# in one run when a source is newer than a zip, then the function's folder is copied. It relies on build_in_source
# (samconfig.toml); do not use `sam build --parallel`, the runs would share the target folders.
MVN ?= mvn
MAVEN := $(MVN) -q -B -ntp -Dquick
comma := ,
space := $() $()
# Each function: its logical id in template.yaml, and its module.
FUNCTIONS := \
	WordCounterFunction/word-counter-fn \
	QueuedWordsFunction/queued-words-fn \
	DocumentWordsFunction/document-words-fn \
	UploadedWordsFunction/uploaded-words-fn \
	SnsMultiplierFunction/sns-multiplier-fn \
	SnsLoggerFunction/sns-logger-fn \
	EventAggregatorFunction/event-aggregator-fn \
	SlackDigestFunction/slack-digest-fn \
	NightlyReconcileFunction/nightly-reconcile-fn \
	SummaryRetrieverFunction/summary-retriever-fn \
	DeadLetterReplayFunction/dead-letter-replay-fn
IDS := $(patsubst %/,%,$(dir $(FUNCTIONS)))
MODULES := $(notdir $(FUNCTIONS))
MODULE_LIST := $(subst $(space),$(comma),$(MODULES))

SOURCES := pom.xml .mvn/lambda-*.xml \
	$(shell find $(MODULES) reconciliation shared-model -name pom.xml -o -path '*/src/main/*' -type f)
RUNNER_SOURCES := pom.xml $(shell find local-runner -name pom.xml -o -path '*/src/main/*' -type f)
OPERATOR_SOURCES := pom.xml $(shell find operator-cli reconciliation shared-model -name pom.xml -o -path '*/src/main/*' -type f)

BENCHMARK_SOURCES := pom.xml $(shell find benchmarks local-runner -name pom.xml -o -path '*/src/main/*' -type f)

.NOTPARALLEL:
.PHONY: all list functions runner operator benchmarks $(IDS:%=build-%)

functions: $(MODULES:%=%/target/lambda.zip)

runner: local-runner/target/classpath

operator: operator-cli/target/classpath

benchmarks: functions benchmarks/target/classpath

# what ./release takes
list:
	@echo $(FUNCTIONS)

# functions and runner in one run of Maven: what a new checkout lacks
all:
	$(MAVEN) -pl $(MODULE_LIST),local-runner -am package

# The folder's name is left to the shell, which takes it as it is; in make a $ in it would begin a variable.
$(IDS:%=build-%): build-%: functions
	cp -R $(notdir $(filter $*/%,$(FUNCTIONS)))/target/lambda/. "$$ARTIFACTS_DIR"

%/target/lambda.zip: $(SOURCES)
	$(MAVEN) -pl $(MODULE_LIST) -am package

local-runner/target/classpath: $(RUNNER_SOURCES)
	$(MAVEN) -pl local-runner package

operator-cli/target/classpath: $(OPERATOR_SOURCES)
	$(MAVEN) -pl operator-cli -am package

benchmarks/target/classpath: $(BENCHMARK_SOURCES)
	$(MAVEN) -pl benchmarks -am package
