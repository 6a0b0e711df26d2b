using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>Plays one scenario with the real engine and holds its verdict against the truth.</summary>
internal sealed class ScenarioRun(Scenario scenario, string kubeconfig, ClusterClient client, TimeProvider time, CancellationToken ct)
{
    private const int LockTries = 3;
    private string _name = "";
    private RolloutResult? _result;

    /// <summary>On a busy machine a fast clock may lose the lock, which is nothing about the verdict: then it is played again.</summary>
    public async Task<ScenarioOutcome> PlayAsync()
    {
        for (var tries = 1; ; tries++)
        {
            _name = $"sc-{scenario.Number}-{Guid.NewGuid().ToString("N")[..6]}";
            try
            {
                await PrepareAsync();
                return await JudgeAsync();
            }
            catch (StepFailedException e) when (tries < LockTries && e.Subject.StartsWith("lock of release", StringComparison.Ordinal))
            {
                // once more, under another name
            }
            finally
            {
                await client.DeleteAsync(CoreResources.Namespace, null, _name, null, "Background", CancellationToken.None);
            }
        }
    }

    private async Task PrepareAsync()
    {
        var ns = Workloads.Namespace(_name);
        await RunAsync([ns]);
        var steps = scenario.Old switch
        {
            OldState.Good => ["ready"],
            OldState.Crashing => ["crash exit=1"],
            OldState.NeverReady => ["never-ready"],
            OldState.NoImage => ["pull-error"],
            OldState.GoodThenLate => new[] { "ready", "late" },
            _ => [],
        };
        foreach (var step in steps)
        {
            var old = new ScenarioWorkload(_name, scenario.Kind, scenario.Replicas, scenario.Old == OldState.GoodThenLate && step == "ready" ? "new" : "old", scenario.IsProbed, scenario.IsParallel, scenario.Dice("old"));
            Old(old, step);
            var failed = await RunAsync([ns, old.Item]);
            if (failed is null != step is "ready")
            {
                throw new InvalidOperationException($"{scenario}: the old revision ({step}) {(failed is null ? "succeeded" : $"failed: {failed.Message}")}");
            }
        }
    }

    private void Old(ScenarioWorkload old, string step)
    {
        if (step == "ready" && scenario.Kind == "Job")
        {
            return;
        }

        switch (step)
        {
            case "late":
                old.Does("never-ready", "sleep 100000");
                old.Spec["progressDeadlineSeconds"] = 6;
                break;
            case "never-ready":
                old.Does("never-ready", "sleep 100000");
                old.Grace("stall", "6s");
                break;
            case "pull-error":
                old.Does("pull-error", "true");
                old.Main["image"] = "localhost:5001/not/there:1";
                break;
            case "crash exit=1":
                old.Does(step, "exit 1");
                break;
            default:
                break;
        }
    }

    private async Task<ScenarioOutcome> JudgeAsync()
    {
        var web = new ScenarioWorkload(_name, scenario.Kind, scenario.Replicas, "new", scenario.IsProbed, scenario.IsParallel, scenario.Dice(scenario.Old == OldState.GoodThenLate ? "old" : "new"));
        scenario.Fault.Shape(web);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var hands = new ScenarioHands(client, _name, scenario.Kind, time, scenario.Dice("hands"), stop.Token);
        await NoiseAsync(hands);
        await (scenario.Fault.Before?.Invoke(hands) ?? Task.CompletedTask);
        var meanwhile = Task.Run(() => scenario.Fault.Meanwhile?.Invoke(hands) ?? Task.CompletedTask, ct);
        var begin = time.GetTimestamp();
        var failed = await RunAsync([Workloads.Namespace(_name), web.Item, .. web.Others]);
        var took = time.GetElapsedTime(begin);
        var wrong = failed is null ? await WrongSuccessAsync(web) : await WrongFailureAsync(failed);
        await stop.CancelAsync();
        try
        {
            await meanwhile;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // the rollout was faster
        }

        return new ScenarioOutcome(scenario, wrong, took, wrong is null && failed?.Data[RolloutFailure.DataKey] is RolloutFailure verdict ? await new ScenarioEvidence(client, web.Item).LateAsync(verdict, ct) : null);
    }

    private async Task NoiseAsync(ScenarioHands hands)
    {
        switch (scenario.Noise)
        {
            case Noise.OldEvents:
                foreach (var (reason, kind, name, message) in new[]
                {
                    ("FailedCreate", scenario.Kind, "web", "exceeded quota: old, requested: pods=1, used: pods=1, limited: pods=0"),
                    ("FailedMount", "Pod", "web-0", "configmap \"old\" not found"),
                    ("BackOff", "Pod", "web-0", "Back-off restarting failed container main"),
                })
                {
                    await hands.CreateAsync(Workloads.Node(new
                    {
                        apiVersion = "v1",
                        kind = "Event",
                        metadata = new { name = $"web.{reason.ToLowerInvariant()}", @namespace = _name },
                        involvedObject = new { kind, name, @namespace = _name, uid = Guid.NewGuid().ToString() },
                        reason,
                        message,
                        type = "Warning",
                        count = 3,
                        firstTimestamp = Stamp(),
                        lastTimestamp = Stamp(),
                        source = new { component = "earlier" },
                        reportingComponent = "earlier",
                        reportingInstance = "",
                    }));
                }

                break;
            case Noise.CrashingNeighbour or Noise.HungryNeighbour when scenario.Fault.Name != "quota" && scenario.Fault.Before is null:
                var pod = Workloads.Pod(_name, "neighbour", "exit 1").With("spec.restartPolicy", JsonValue.Create("Always")!);
                Workloads.Annotated(pod, "scripted.sitebuilder.dev/main", scenario.Noise == Noise.CrashingNeighbour ? "crash exit=1" : "pull-error");
                await CreatePodAsync(hands, pod);
                break;
            default:
                break;
        }
    }

    /// <summary>The service account of a new namespace comes a moment later.</summary>
    private static async Task CreatePodAsync(ScenarioHands hands, JsonObject pod)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await hands.CreateAsync(pod);
                return;
            }
            catch (ApiRefusedException e) when (e.Code == 403 && tries < 20)
            {
                await hands.WaitAsync(1, 1);
            }
        }
    }

    /// <summary>The truth at this very moment: as many pods of the new revision as are wanted, each of them ready.</summary>
    private async Task<string?> WrongSuccessAsync(ScenarioWorkload web)
    {
        if (!scenario.Fault.Succeeds)
        {
            return $"it succeeded, and is hopeless: {string.Join("; ", _result!.Entries.Select(e => $"{e.Object} {e.Action} {e.Status} {e.Reason}"))}";
        }

        var pods = (await client.ListAsync(CoreResources.Pod, _name, null, ct)).Items.Where(p => p.Annotation(ScenarioWorkload.Revision) is not null && p.At("metadata", "deletionTimestamp") is null).ToList();
        if (scenario.Kind == "Job")
        {
            return pods.Count == 0 && web.Spec["ttlSecondsAfterFinished"] is not null || pods.Any(p => p.Text("status", "phase") == "Succeeded") ? null : "it succeeded, and no pod of the Job has";
        }

        var wanted = scenario.Kind == "DaemonSet" ? 1 : web.Spec["replicas"]!.GetValue<int>();
        var ready = pods.Count(p => p.Annotation(ScenarioWorkload.Revision) == "new" && p.Condition("Ready").Says("True"));
        return ready == wanted ? null : $"it succeeded too early: {ready} of {wanted} new pods are ready";
    }

    private async Task<string?> WrongFailureAsync(StepFailedException failed)
    {
        if (failed.Data[RolloutFailure.DataKey] is not RolloutFailure found)
        {
            return scenario.Fault.Foreseen is { } foreseen && failed.Message.Contains("nothing was written", StringComparison.Ordinal) && failed.Message.Contains($"{scenario.Kind} {_name}/web: {foreseen}", StringComparison.Ordinal)
                ? null
                : $"it failed without a verdict: {failed.Message}";
        }

        if (scenario.Fault.Succeeds)
        {
            return $"it failed, and would have been well: {failed.Message}";
        }

        var fault = scenario.Fault;
        var pod = found.Pod is { } name ? (await client.ListAsync(CoreResources.Pod, _name, null, ct)).Items.FirstOrDefault(p => $"{_name}/{p.Name()}" == name) : null;
        return !fault.Rules.Any(rule => rule.Name == found.Rule) ? $"it ended by {found.Rule} instead of {string.Join(" or ", fault.Rules.Select(r => r.Name))}: {failed.Message}\n  the pod: {pod?.ToJsonString()}"
            : found.Object != $"{scenario.Kind} {_name}/web" ? $"it blames {found.Object}"
            : fault.Container is { } container && found.Container != container ? $"it blames container {found.Container} instead of {container}: {failed.Message}"
            : fault.Reasons.Count > 0 && !fault.Reasons.Contains(found.Reason) ? $"it says {found.Reason} instead of {string.Join(" or ", fault.Reasons)}: {failed.Message}"
            : fault.Reasons.Count > 0 && found.Pod is null ? $"it names no pod: {failed.Message}"
            : pod is not null && pod.Annotation(ScenarioWorkload.Revision) != "new" ? $"it names pod {found.Pod} of the old revision"
            : null;
    }

    /// <summary>Null where it succeeded.</summary>
    private async Task<StepFailedException?> RunAsync(IReadOnlyList<JsonObject> objects)
    {
        var request = new RolloutRequest
        {
            Release = _name,
            Objects = objects,
            KubeconfigPath = kubeconfig,
            Origin = new RolloutOrigin("scenario", "0123abc", null),
            Deadline = TimeSpan.FromMinutes(8),
            StallDeadline = scenario.Fault.Stall,
            WavesHold = scenario.WavesHold,
        };
        try
        {
            _result = await new Rollout(time).RunAsync(request, null, ct);
            return null;
        }
        catch (StepFailedException e) when (!e.Subject.StartsWith("lock of release", StringComparison.Ordinal))
        {
            return e;
        }
    }

    private string Stamp() => time.GetUtcNow().AddMinutes(-5).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
