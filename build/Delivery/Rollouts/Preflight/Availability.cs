using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>
/// Workloads behind a Service that cannot stay up through everything: with a single pod, or with pods that get requests before they can answer. That is a
/// decision of whoever runs them (a laptop has one pod of each), so it is a warning.
/// </summary>
internal sealed class Availability : IPreflightCheck
{
    private const int MostNamed = 8;

    public Task<IReadOnlyList<Finding>> FindAsync(PreflightContext context, CancellationToken ct) => Task.FromResult(Find(context));

    private static IReadOnlyList<Finding> Find(PreflightContext context)
    {
        var served = context.Workloads.Where(w => !w.Ends && context.Desired("Service", w.Key.Namespace).Any(s => PodSelector.IsServedBy(s.At("spec", "selector"), w.Labels))).ToList();
        var single = served.Where(w => w.HasReplicas && w.Replicas == 1 && !IsScaled(context, w)).Select(w => w.Key.ToString()).Order(StringComparer.Ordinal).ToList();
        var unproven = served.Where(w => !w.Pod.Items("containers").Any(c => c["readinessProbe"] is JsonObject)).Select(w => w.Key.ToString()).Order(StringComparer.Ordinal).ToList();
        var findings = new List<Finding>();
        if (single.Count > 0)
        {
            findings.Add(Finding.Warning($"one pod behind a Service, so that the loss of a node is an outage: {Named(single)}"));
        }

        if (unproven.Count > 0)
        {
            findings.Add(Finding.Warning($"no readinessProbe behind a Service, so that pods get requests before they can answer: {Named(unproven)}"));
        }

        return findings;
    }

    private static string Named(List<string> workloads) => string.Join(", ", workloads.Take(MostNamed)) + (workloads.Count > MostNamed ? $" and {workloads.Count - MostNamed} more" : "");

    private static bool IsScaled(PreflightContext context, Workload workload) => Autoscaling.Kinds
        .SelectMany(kind => context.Desired(kind, workload.Key.Namespace))
        .Any(autoscaler => Autoscaling.Target(autoscaler) is var target && target.Kind == workload.Key.Kind && target.Name == workload.Key.Name && Autoscaling.Least(autoscaler) > 1);
}
