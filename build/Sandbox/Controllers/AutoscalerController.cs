using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>
/// Keeps the replicas of a HorizontalPodAutoscaler's target within its bounds. There are no metrics in the sandbox, so it scales by
/// nothing else, and says so in the words of a cluster without a metrics server.
/// </summary>
internal sealed class AutoscalerController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Component = "horizontal-pod-autoscaler";
    private const string Manager = FieldManagers.Controllers;

    private readonly EventRecorder _events = new(objects, time, Component);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.HorizontalPodAutoscaler, ClusterKinds.Deployment, ClusterKinds.StatefulSet];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) =>
        ClusterKinds.Of(change.Object) == ClusterKinds.HorizontalPodAutoscaler
            ? [change.Object.Key()]
            : objects.List(ClusterKinds.HorizontalPodAutoscaler, change.Object.Namespace())
                .Where(scaler => scaler.Text("spec", "scaleTargetRef", "name") == change.Object.Name()).Select(scaler => scaler.Key());

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } scaler || scaler.IsDeleting())
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        string kind = scaler.Text("spec", "scaleTargetRef", "kind") ?? "";
        string name = scaler.Text("spec", "scaleTargetRef", "name") ?? "";
        JsonObject? target = objects.Get(new ObjectKey(new ObjectKind("apps", kind), key.Namespace, name));
        if (target is null)
        {
            string missing = $"the HPA controller was unable to get the target's current scale: {kind.ToLowerInvariant()}s.apps \"{name}\" not found";
            _events.Warning(scaler, "FailedGetScale", $"{kind.ToLowerInvariant()}s.apps \"{name}\" not found");
            StatusWriter.Write(objects, scaler, new JsonObject
            {
                ["currentReplicas"] = 0,
                ["desiredReplicas"] = 0,
                ["currentMetrics"] = null,
                ["conditions"] = new JsonArray(StatusWriter.Condition(scaler, "AbleToScale", "False", "FailedGetScale", missing, now)),
            }, Manager);
            return null;
        }

        long replicas = target.Number("spec", "replicas") ?? 1;
        long wanted = replicas == 0 ? 0 : Math.Clamp(replicas, scaler.Number("spec", "minReplicas") ?? 1, scaler.Number("spec", "maxReplicas") ?? long.MaxValue);
        if (wanted != replicas)
        {
            JsonObject scaled = target.Copy();
            scaled.Ensure("spec")["replicas"] = wanted;
            objects.Update(scaled, Manager);
            string bound = wanted > replicas ? "Current number of replicas below Spec.MinReplicas" : "Current number of replicas above Spec.MaxReplicas";
            _events.Normal(scaler, "SuccessfulRescale", $"New size: {wanted}; reason: {bound}");
        }

        string resource = scaler.Items("spec", "metrics").Select(metric => metric.Text("resource", "name")).FirstOrDefault(found => found is not null) ?? "cpu";
        string message = $"the HPA was unable to compute the replica count: failed to get {resource} utilization: unable to get metrics for resource {resource}: "
            + "unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)";
        string cause = message["the HPA was unable to compute the replica count: ".Length..];
        if (wanted == replicas && replicas > 0)
        {
            int metrics = Math.Max(1, scaler.Items("spec", "metrics").Count());
            _events.Warning(scaler, "FailedGetResourceMetric", cause);
            _events.Warning(scaler, "FailedComputeMetricsReplicas", $"invalid metrics ({metrics} invalid out of {metrics}), first error is: failed to get {resource} resource metric value: {cause}");
        }

        JsonObject status = new()
        {
            ["currentReplicas"] = target.Number("status", "replicas") ?? 0,
            ["desiredReplicas"] = wanted,
            ["currentMetrics"] = null,
            ["conditions"] = new JsonArray(
                StatusWriter.Condition(scaler, "AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale", now),
                StatusWriter.Condition(scaler, "ScalingActive", "False", "FailedGetResourceMetric", message, now)),
        };
        if (scaler.Text("status", "lastScaleTime") is not null || wanted != replicas)
        {
            status["lastScaleTime"] = wanted != replicas ? now.ToTimestamp() : scaler.Text("status", "lastScaleTime");
        }

        StatusWriter.Write(objects, scaler, status, Manager);
        return null;
    }
}
