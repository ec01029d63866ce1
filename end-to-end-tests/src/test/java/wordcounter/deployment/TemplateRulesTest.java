package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.http.PostedText;
import wordcounter.targets.TemplateFunctions;
import wordcounter.uploads.UploadedFile;

/** Each rule over the template as it is, which keeps it, and over one that breaks it in one place. */
class TemplateRulesTest {

    private final String template = Template.text();

    @Test
    void resourcesWithFixedNames_shouldBeNone() {
        assertThat(new TemplateRules(template).resourcesWithFixedNames()).isEmpty();
        assertThat(broken("    Type: AWS::SNS::Topic\n    Properties:", "\n      TopicName: words")
                        .resourcesWithFixedNames())
                .containsExactly("WordsTopic.TopicName");
        assertThat(replaced("/${AWS::StackName}/${Stage}/SnsTopicArn", "/words/SnsTopicArn")
                        .resourcesWithFixedNames())
                .containsExactly("SnsTopicArnParameter.Name");
    }

    @ParameterizedTest
    @CsvSource({
        "'DeletionPolicy: Retain', 'DeletionPolicy: Delete'",
        "'UpdateReplacePolicy: Retain', 'UpdateReplacePolicy: Delete'",
        "'PointInTimeRecoveryEnabled: true', 'PointInTimeRecoveryEnabled: false'"
    })
    void tablesThatCanBeLost_shouldBeNone(String right, String wrong) {
        assertThat(new TemplateRules(template).tablesThatCanBeLost()).isEmpty();
        assertThat(replaced(right, wrong).tablesThatCanBeLost()).containsExactly("WordCounts");
    }

    @Test
    void keptResourcesThatNothingRemoves_shouldBeNone() {
        assertThat(new TemplateRules(template).keptResourcesThatNothingRemoves())
                .isEmpty();
        assertThat(replaced(
                                "AWS::Logs::LogGroup\n    DeletionPolicy: Delete",
                                "AWS::Logs::LogGroup\n    DeletionPolicy: Retain")
                        .keptResourcesThatNothingRemoves())
                .containsExactly("WordCounterLogs");
    }

    @ParameterizedTest
    @CsvSource({
        "'\n      OnDemandThroughput:', '\n      Throughput:', WordCounts.OnDemandThroughput",
        "'\n          OnDemandThroughput:', '\n          Throughput:', Summaries.TopWords.OnDemandThroughput",
        "'\n          WarmThroughput:', '\n          Throughput:', Summaries.TopWords.WarmThroughput",
        "'WriteUnitsPerSecond: !Ref WarmWriteUnits', 'WriteUnitsPerSecond: 4000', WordCounts.WarmThroughput",
        "'HasReadCap, !Ref MaxReadUnits', 'HasReadCap, 9000', WordCounts.OnDemandThroughput"
    })
    void tablesWithoutACap_shouldBeNone(String right, String wrong, String place) {
        assertThat(new TemplateRules(template).tablesWithoutACap()).isEmpty();
        assertThat(replaced(right, wrong).tablesWithoutACap()).containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource({
        "'ThrottlingRateLimit: 25\n', 'ThrottlingRateLimit: 250\n', 'POST /slack/events'",
        "'ThrottlingBurstLimit: 50\n', 'ThrottlingBurstLimit: 500\n', 'POST /slack/events'",
        "'/~1slack~1commands', '/~1slack~1command', 'POST /slack/commands|POST /slack/command'",
        "'Path: /slack/outgoing-webhook', 'Path: /slack/webhook', 'POST /slack/webhook|POST /slack/outgoing-webhook'"
    })
    void openRoutesWithoutALimit_shouldBeNone(String right, String wrong, String routes) {
        assertThat(new TemplateRules(template).openRoutesWithoutALimit()).isEmpty();
        assertThat(replaced(right, wrong).openRoutesWithoutALimit()).containsExactly(routes.split("\\|"));
    }

    @Test
    void streamsWithOldImages_shouldBeNone() {
        assertThat(new TemplateRules(template).streamsWithOldImages()).isEmpty();
        assertThat(replaced("StreamViewType: NEW_IMAGE", "StreamViewType: NEW_AND_OLD_IMAGES")
                        .streamsWithOldImages())
                .containsExactly("WordCounts");
    }

    @Test
    void usagePlansWithoutAQuota_shouldBeNone() {
        assertThat(new TemplateRules(template).usagePlansWithoutAQuota()).isEmpty();
        assertThat(replaced("          Quota: !If", "          Description: !If")
                        .usagePlansWithoutAQuota())
                .containsExactly("WordsApi");
    }

    @ParameterizedTest
    @CsvSource({
        "'            RedrivePolicy:\n', '            Redrive:\n', SnsMultiplierFunction.Words",
        "'        MaximumRetryAttempts: 2\n', '', SnsMultiplierFunction",
        "'        MaximumEventAgeInSeconds: 21600\n', '', SnsMultiplierFunction",
        "'          OnFailure:\n            Type: SQS\n', '          OnSuccess:\n            Type: SQS\n', SnsMultiplierFunction",
        "'MetricName: DestinationDeliveryFailures', 'MetricName: Errors', SnsMultiplierFunction",
        "'            MaximumRetryAttempts: 10\n', '', EventAggregatorFunction.Counts",
        "'            MaximumRecordAgeInSeconds: 21600\n', '', EventAggregatorFunction.Counts",
        "'            BisectBatchOnFunctionError: true\n', '', EventAggregatorFunction.Counts",
        "'MetricName: IteratorAge', 'MetricName: Errors', EventAggregatorFunction",
        "'MetricName: Invocations', 'MetricName: Errors', EventAggregatorFunction",
        "'MetricName: ConsumedWriteCapacityUnits', 'MetricName: Errors', EventAggregatorFunction",
        "'              MaximumRetryAttempts: 5\n', '', SlackDigestFunction.Daily",
        "'            DeadLetterConfig:\n', '            DeadLetter:\n', SlackDigestFunction.Daily",
        "'              MaximumEventAgeInSeconds: 21600\n            DeadLetterConfig', '            DeadLetterConfig', SlackDigestFunction.Daily",
        "'            MaximumRetryAttempts: 20\n', '', SlackDigestFunction.Passed",
        "'with one another.\n            RetryPolicy:\n              MaximumRetryAttempts: 5\n', 'with one another.\n            RetryPolicy:\n', NightlyReconcileFunction.Nightly",
        "'              - ReportBatchItemFailures\n            ScalingConfig', '            ScalingConfig', QueuedWordsFunction.Texts",
        "'              MaximumConcurrency: !Ref', '              Concurrency: !Ref', QueuedWordsFunction.Texts",
        "'        maxReceiveCount: 5', '        receives: 5', QueuedWords",
        "'        deadLetterTargetArn: !GetAtt DeadLetterQueue.Arn\n        max', '        max', QueuedWords",
        "'      MessageRetentionPeriod: 1209600\n      # Six', '      # Six', QueuedWords",
        "'MetricName: ApproximateAgeOfOldestMessage', 'MetricName: Errors', QueuedWords.QueueName",
        "'MEGABYTES: !Ref UploadLimitMegabytes\n      EventInvokeConfig:\n        MaximumRetryAttempts: 2\n', 'MEGABYTES: !Ref UploadLimitMegabytes\n      EventInvokeConfig:\n', UploadedWordsFunction",
        "'          Value: !Ref UploadedWordsFunction\n', '          Value: other\n', UploadedWordsFunction"
    })
    void asynchronousEdgesThatLose_shouldBeNone(String right, String wrong, String edge) {
        assertThat(new TemplateRules(template).asynchronousEdgesThatLose()).isEmpty();
        assertThat(replaced(right, wrong).asynchronousEdgesThatLose())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(edge + ":");
    }

    @ParameterizedTest
    @CsvSource({
        "VisibilityTimeout: 180, VisibilityTimeout: 179, QueuedWords.VisibilityTimeout",
        "'MaxValue: 60\n    Description: Seconds that Lambda waits', 'MaxValue: 61\n    Description: Seconds that Lambda waits', QueuedWords.VisibilityTimeout",
        "'    Timeout: 20\n', '    Timeout: 21\n', QueuedWords.VisibilityTimeout",
        "maxReceiveCount: 5, maxReceiveCount: 4, QueuedWords.RedrivePolicy.maxReceiveCount"
    })
    void queuesThatAreImpatient_shouldBeNone(String right, String wrong, String place) {
        assertThat(new TemplateRules(template).queuesThatAreImpatient()).isEmpty();
        assertThat(replaced(right, wrong).queuesThatAreImpatient()).containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource({
        "'    Type: AWS::SQS::QueuePolicy\n    Condition: HasQueue\n', '    Type: AWS::SQS::QueuePolicy\n', QueuedWordsPolicy",
        "'QUEUED_WORDS_FUNCTION: !If [HasQueue, !Ref QueuedWordsFunction.Alias, !Ref AWS::NoValue]', 'QUEUED_WORDS_FUNCTION: !Ref QueuedWordsFunction.Alias', DeadLetterReplayFunction",
        "'    Type: AWS::S3::BucketPolicy\n    Condition: HasUploads\n', '    Type: AWS::S3::BucketPolicy\n', UploadsBucketPolicy",
        "'UPLOADED_WORDS_FUNCTION: !If [HasUploads, !Ref UploadedWordsFunction.Alias, !Ref AWS::NoValue]', 'UPLOADED_WORDS_FUNCTION: !Ref UploadedWordsFunction.Alias', DeadLetterReplayFunction"
    })
    void partsThatAreLeftBehind_shouldBeNone(String right, String wrong, String part) {
        assertThat(new TemplateRules(template).partsThatAreLeftBehind()).isEmpty();
        assertThat(replaced(right, wrong).partsThatAreLeftBehind())
                .isNotEmpty()
                .allMatch(broken -> broken.startsWith(part + ": "));
    }

    /** The mapping template measures base64, and leaves out what is too long. */
    @Test
    void longestBodyThatIsQueued_shouldBeTheLongestText() {
        long base64 = 4L * Math.ceilDiv(PostedText.MAX_BYTES, 3);

        assertThat(template).contains("$length <= " + base64 + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "'Action: sns:Publish', 'Action: sns:*'",
        "'Resource: !Ref WordsTopic', 'Resource: \"*\"'",
        "'      Role: !GetAtt SnsLoggerFunctionRole.Arn\n', ''",
        "'Action: ssm:GetParameter\n', 'Action: ssm:Get*\n'"
    })
    void policiesWithWildcards_shouldBeNone(String right, String wrong) {
        assertThat(new TemplateRules(template).policiesWithWildcards()).isEmpty();
        assertThat(replaced(right, wrong).policiesWithWildcards()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'secrets at /${Stage}/', 'secrets at ', WordCounterFunction: Stage",
        "'/${SlackSecretsPath}\"', '\"', WordCounterFunction: SlackSecretsPath",
        "'${CounterShards} shards\"\n      Timeout', 'shards\"\n      Timeout', SnsMultiplierFunction: CounterShards",
        "'VersionDescription: !Ref Architecture', 'VersionDescription: one', SnsLoggerFunction: Architecture",
        "'    MemorySize: 1024\n', '    MemorySize: !Ref WarmWriteUnits\n', WordCounterFunction: WarmWriteUnits"
    })
    void parametersThatPublishNoVersion_shouldBeNone(String right, String wrong, String first) {
        assertThat(new TemplateRules(template).parametersThatPublishNoVersion()).isEmpty();
        assertThat(replaced(right, wrong).parametersThatPublishNoVersion())
                .contains(first)
                .allMatch(broken -> broken.endsWith(first.substring(first.indexOf(':'))));
    }

    @ParameterizedTest
    @CsvSource({
        "EnableKeyRotation: true, EnableKeyRotation: false, BucketEncryption",
        "KMSMasterKeyID: !GetAtt UploadsKey.Arn, KMSMasterKeyID: alias/aws/s3, BucketEncryption",
        "'Status: Enabled\n      PublicAccess', 'Status: Suspended\n      PublicAccess', VersioningConfiguration",
        "BlockPublicAcls: true, BlockPublicAcls: false, BlockPublicAcls",
        "RestrictPublicBuckets: true, RestrictPublicBuckets: false, RestrictPublicBuckets",
        "LifecycleConfiguration:, Lifecycle:, LifecycleConfiguration"
    })
    void bucketsThatAreOpen_shouldBeNone(String right, String wrong, String property) {
        assertThat(new TemplateRules(template).bucketsThatAreOpen()).isEmpty();
        assertThat(replaced(right, wrong).bucketsThatAreOpen()).containsExactly("UploadsBucket." + property);
    }

    @ParameterizedTest
    @CsvSource({
        "'kms:ViaService: ', 'kms:EncryptionContext: ', AccountUsesThroughS3",
        "'              - kms:CancelKeyDeletion\n', '              - kms:*\n', AccountAdministers",
        "'              - kms:CancelKeyDeletion\n', '              - kms:Decrypt\n', AccountAdministers",
        "'iam::${AWS::AccountId}:root', 'iam::123456789012:user/somebody', AccountAdministers"
    })
    void keysThatAnybodyUses_shouldBeNone(String right, String wrong, String statement) {
        assertThat(new TemplateRules(template).keysThatAnybodyUses()).isEmpty();
        assertThat(replaced(right, wrong).keysThatAnybodyUses()).containsExactly("UploadsKey." + statement);
    }

    @ParameterizedTest
    @CsvSource({
        "Service: cloudwatch.amazonaws.com, Service: events.amazonaws.com",
        "'aws:SourceAccount: !Ref AWS::AccountId', 'aws:SourceOrgID: !Ref AWS::AccountId'",
        "':alarm:${AWS::StackName}-*', ':alarm:*'"
    })
    void keysThatAnybodyUses_shouldBeNone_whenAlarmsUseThem(String right, String wrong) {
        assertThat(replaced(right, wrong).keysThatAnybodyUses()).containsExactly("AlarmKey.AlarmsUse");
    }

    /** What the code puts and the template filters is one prefix. */
    @Test
    void inbox_shouldBeTheCodes() {
        assertThat(template).contains("Name: prefix\n                    Value: " + UploadedFile.INBOX + "\n");
        assertThat(template).contains("Prefix: " + UploadedFile.INBOX + "\n");
        assertThat(template).contains("${UploadsBucket.Arn}/" + UploadedFile.INBOX + "*");
    }

    @Test
    void functionsThatAreNotTraced_shouldBeNone() {
        assertThat(new TemplateRules(template).functionsThatAreNotTraced()).isEmpty();
        assertThat(broken("      MemorySize: 512\n", "      Tracing: PassThrough\n")
                        .functionsThatAreNotTraced())
                .containsExactly("SnsLoggerFunction");
        assertThat(replaced("[HasXRay, Active, PassThrough]", "Active").functionsThatAreNotTraced())
                .hasSameSizeAs(TemplateFunctions.handlers().keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "'Enabled: !Ref GradualDeployment', 'Enabled: false', Globals.Enabled",
        "'Type: Canary10Percent10Minutes', 'Type: AllAtOnce', Globals.Type",
        "'PassthroughCondition: true', 'PassthroughCondition: false', Globals.PassthroughCondition",
        "'        - !Ref FunctionErrorsAlarm\n', '', SnsMultiplierFunction: no alarm on Errors",
        "'                  Value: !Ref SnsLoggerFunction\n            Period', '                  Value: !Ref SnsMultiplierFunction\n            Period', SnsLoggerFunction: no alarm on Errors",
        "'        - !Ref WordsApiAlarm\n', '', WordCounterFunction: no alarm on 5XXError",
        "'        Enabled: false\n', '        Enabled: true\n', DeadLetterReplayFunction",
        "'      MemorySize: 512\n', '      DeploymentPreference: {Enabled: false}\n', SnsLoggerFunction"
    })
    void versionsThatAreNotTakenBack_shouldBeNone(String right, String wrong, String broken) {
        assertThat(new TemplateRules(template).versionsThatAreNotTakenBack()).isEmpty();
        assertThat(replaced(right, wrong).versionsThatAreNotTakenBack()).contains(broken);
    }

    @Test
    void functionsThatMayBeAsleep_shouldBeNone() {
        assertThat(new TemplateRules(template).functionsThatMayBeAsleep()).isEmpty();
        assertThat(replaced("        ApplyOn: None\n", "        ApplyOn: PublishedVersions\n")
                        .functionsThatMayBeAsleep())
                .containsExactly("DeadLetterReplayFunction");
        assertThat(replaced("      SnapStart:\n        ApplyOn: None\n", "").functionsThatMayBeAsleep())
                .containsExactly("DeadLetterReplayFunction");
    }

    @ParameterizedTest
    @CsvSource({
        "Role: !GetAtt WordCounterFunctionRole.Arn, Role: !GetAtt SnsLoggerFunctionRole.Arn, WordCounterFunction.Role",
        "LogGroup: !Ref SnsLoggerLogs, LogGroup: !Ref WordCounterLogs, SnsLoggerFunction.LogGroup",
        "RetentionInDays: !Ref LogRetentionDays, RetentionInDays: 7, WordCounterLogs",
        "Service: lambda.amazonaws.com, Service: events.amazonaws.com, WordCounterFunctionRole.AssumeRolePolicyDocument",
        "Resource: !GetAtt SnsLoggerLogs.Arn, Resource: !GetAtt WordCounterLogs.Arn, SnsLoggerFunctionRole.Policies",
        "xray:PutTelemetryRecords, xray:GetTraceSummaries, WordCounterFunctionRole.Policies"
    })
    void functionsUnlikeTheOthers_shouldBeNone(String right, String wrong, String place) {
        assertThat(new TemplateRules(template).functionsUnlikeTheOthers()).isEmpty();
        assertThat(replaced(right, wrong).functionsUnlikeTheOthers()).containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource({
        "'TreatMissingData: notBreaching', 'TreatMissingData: breaching', TreatMissingData",
        "'!Ref AlarmTopic, !Ref AlarmTopicArn', '!Ref WordsTopic, !Ref AlarmTopicArn', AlarmActions",
        "'      AlarmDescription: >-\n        The API', '      Description: >-\n        The API', AlarmDescription"
    })
    void alarmsUnlikeTheOthers_shouldBeNone(String right, String wrong, String property) {
        assertThat(new TemplateRules(template).alarmsUnlikeTheOthers()).isEmpty();
        assertThat(replaced(right, wrong).alarmsUnlikeTheOthers()).containsExactly("WordsApiAlarm." + property);
    }

    @Test
    void alarmsUnlikeTheOthers_shouldBeThatOnTheDrift_whenItForgets() {
        assertThat(replaced("TreatMissingData: ignore", "TreatMissingData: notBreaching")
                        .alarmsUnlikeTheOthers())
                .containsExactly("ReconcileDriftAlarm.TreatMissingData");
    }

    @ParameterizedTest
    @CsvSource({
        "'            Effect: Deny', '            Effect: Allow', WordsTopic",
        "'aws:SecureTransport: \"false\"', 'aws:SecureTransport: \"true\"', WordsTopic",
        "'      Topics:\n        - !Ref WordsTopic\n', '', WordsTopic",
        "'      Queues:\n        - !Ref DeadLetterQueue\n', '', DeadLetterQueue",
        "'      Bucket: !Ref UploadsBucket\n      PolicyDocument', '      PolicyDocument', UploadsBucket"
    })
    void whatIsInTheClear_shouldBeNone(String right, String wrong, String resource) {
        assertThat(new TemplateRules(template).whatIsInTheClear()).isEmpty();
        assertThat(replaced(right, wrong).whatIsInTheClear()).containsExactly(resource);
    }

    @ParameterizedTest
    @CsvSource({
        "'            Condition:\n              ArnEquals:\n                aws:SourceArn: !Ref WordsTopic\n', '', DeadLetterQueuePolicy.TopicMayRedrive",
        "'              Condition:\n                ArnEquals:\n                  aws:SourceArn: !GetAtt SlackDigestFunctionDaily.Arn\n', '', DeadLetterQueuePolicy.ScheduleMaySend",
        "'aws:SourceArn: !GetAtt SlackDigestFunctionDaily.Arn', 'aws:SourceArn: \"*\"', DeadLetterQueuePolicy.ScheduleMaySend",
        "'aws:SourceArn: !GetAtt SlackDigestFunctionDaily.Arn', 'aws:PrincipalArn: SlackDigestFunctionDaily', DeadLetterQueuePolicy.ScheduleMaySend"
    })
    void resourcesOpenToOthers_shouldBeNone(String right, String wrong, String statement) {
        assertThat(new TemplateRules(template).resourcesOpenToOthers()).isEmpty();
        assertThat(replaced(right, wrong).resourcesOpenToOthers()).containsExactly(statement);
    }

    private TemplateRules broken(String after, String insertion) {
        return replaced(after, after + insertion);
    }

    private TemplateRules replaced(String right, String wrong) {
        assertThat(template).as("the template has what the test breaks").contains(right);
        Function<String, String> breakFirst = text ->
                text.substring(0, text.indexOf(right)) + wrong + text.substring(text.indexOf(right) + right.length());
        return new TemplateRules(breakFirst.apply(template));
    }
}
