using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The block <c>gates</c>.</summary>
internal static class GateReader
{
    public static GateSettings Read(YamlSection section)
    {
        var gates = new GateSettings
        {
            Test = Test(section.Section("test")),
            Scan = Scan(section.Section("scan")),
            Rollout = Rollout(section.Section("rollout")),
            Smoke = Smoke(section.Section("smoke")),
        };
        section.Finish();
        return gates;
    }

    private static TestGate Test(YamlSection section)
    {
        var suites = section.List("suites", Scalars.OneOf<TestSuite>(), default);
        section.Finish();
        return suites is null ? new TestGate() : new TestGate { Suites = [.. suites.Select(suite => suite.Value).Distinct()] };
    }

    private static ScanGate Scan(YamlSection section)
    {
        var defaults = new ScanGate();
        var severities = section.List("severities", Scalars.OneOf<VulnerabilitySeverity>(), default);
        var scan = new ScanGate
        {
            Required = section.Optional("required", Scalars.Switch, defaults.Required),
            Severities = severities is null ? defaults.Severities : [.. severities.Select(severity => severity.Value).Distinct()],
            IgnoreUnfixed = section.Optional("ignoreUnfixed", Scalars.Switch, defaults.IgnoreUnfixed),
        };
        section.Finish();
        return scan;
    }

    private static SmokeGate Smoke(YamlSection section)
    {
        var smoke = new SmokeGate { Required = section.Optional("required", Scalars.Switch, new SmokeGate().Required) };
        section.Finish();
        return smoke;
    }

    private static RolloutGate Rollout(YamlSection section)
    {
        var defaults = new RolloutGate();
        var rollout = new RolloutGate
        {
            Deadline = section.Optional("deadline", Scalars.Time, defaults.Deadline),
            StallDeadline = section.Optional("stallDeadline", Scalars.Time, defaults.StallDeadline),
            Patience = section.Optional("patience", Scalars.OneOf<RolloutPace>(), defaults.Patience),
            Autoscaler = section.Optional("autoscaler", Scalars.OptionalTime, defaults.Autoscaler),
            RollbackOnFailure = section.Optional("rollbackOnFailure", Scalars.Switch, defaults.RollbackOnFailure),
            Supersede = section.Optional("supersede", Scalars.Switch, defaults.Supersede),
            Drift = section.Optional("drift", Scalars.OneOf<DriftPolicy>(), defaults.Drift),
        };
        if (rollout.StallDeadline > rollout.Deadline)
        {
            section.Report(
                section.Has("stallDeadline") ? "stallDeadline" : "deadline",
                $": the stall deadline ({Duration.Format(rollout.StallDeadline)}) is longer than the deadline of the whole ({Duration.Format(rollout.Deadline)})");
        }

        section.Finish();
        return rollout;
    }
}
