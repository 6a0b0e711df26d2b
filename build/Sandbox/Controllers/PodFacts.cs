using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>What controllers ask about a pod.</summary>
internal static class PodFacts
{
    public static string Phase(this JsonObject pod) => pod.Text("status", "phase") ?? "Pending";

    public static bool IsFinished(this JsonObject pod) => pod.Phase() is "Succeeded" or "Failed";

    /// <summary>Counts towards replicas: neither finished nor on its way out.</summary>
    public static bool IsActive(this JsonObject pod) => !pod.IsFinished() && !pod.IsDeleting();

    public static JsonObject? Condition(this JsonObject obj, string type) =>
        obj.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool IsReady(this JsonObject pod) => pod.Condition("Ready").Text("status") == "True";

    /// <summary>Since when the pod counts as available: ready for at least <paramref name="minReadySeconds"/>; null when it is not ready.</summary>
    public static DateTimeOffset? AvailableFrom(this JsonObject pod, long minReadySeconds) =>
        pod.IsReady() ? (pod.Condition("Ready").Time("lastTransitionTime") ?? DateTimeOffset.MinValue).AddSeconds(minReadySeconds) : null;

    public static bool IsAvailable(this JsonObject pod, long minReadySeconds, DateTimeOffset now) =>
        pod.AvailableFrom(minReadySeconds) is { } from && from <= now;

    /// <summary>When the first pod that is ready but not yet available becomes available.</summary>
    public static DateTimeOffset? NextAvailable(this IEnumerable<JsonObject> pods, long minReadySeconds, DateTimeOffset now)
    {
        DateTimeOffset[] later = [.. pods.Select(pod => pod.AvailableFrom(minReadySeconds)).OfType<DateTimeOffset>().Where(from => from > now)];
        return later.Length == 0 ? null : later.Min();
    }

    /// <summary>A pod of a controller's template. Name or generateName is left to the caller.</summary>
    public static JsonObject FromTemplate(JsonObject owner, JsonObject template)
    {
        JsonObject metadata = new() { ["namespace"] = owner.Namespace() };
        foreach (string part in (ReadOnlySpan<string>)["labels", "annotations", "finalizers"])
        {
            if (template.At("metadata", part) is { } value)
            {
                metadata[part] = value.DeepClone();
            }
        }

        metadata["ownerReferences"] = new JsonArray(Ownership.Reference(owner));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template.At("spec")?.DeepClone() ?? new JsonObject(),
        };
    }
}
