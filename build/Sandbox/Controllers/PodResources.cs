using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage.Admission;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>What a pod asks for and may use.</summary>
internal static class PodResources
{
    /// <summary>What all containers and sidecars ask for together, or the hungriest init container where that is more.</summary>
    public static decimal Request(JsonObject pod, string resource) => Amount.Quantity(Amounts.OfPod(pod, "requests").Text(resource));

    /// <summary>Names of what the pod asks for: ordinary resources and extended ones.</summary>
    public static IEnumerable<string> Requested(JsonObject pod) => Amounts.OfPod(pod, "requests").Select(entry => entry.Key).Where(name => name != "ephemeral-storage").Order(StringComparer.Ordinal);

    /// <summary>The resources of a pod's status: what it was given, as its control group would show it.</summary>
    public static JsonObject Given(JsonObject pod)
    {
        JsonObject given = [];
        JsonObject requests = Amounts.OfPod(pod, "requests");
        JsonObject limits = Amounts.OfPod(pod, "limits");
        foreach (string limited in limits.Select(entry => entry.Key).ToList())
        {
            // one container without a limit leaves the whole pod without one
            if (limited is not ("cpu" or "memory") || !Containers(pod).All(container => container.Text("resources", "limits", limited) is not null))
            {
                limits.Remove(limited);
            }
        }

        foreach ((string name, JsonObject amounts) in (ReadOnlySpan<(string, JsonObject)>)[("limits", limits), ("requests", requests)])
        {
            if (amounts.Count > 0)
            {
                given[name] = amounts;
            }
        }

        return given;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers"));

    public static string QosClass(JsonObject pod)
    {
        List<JsonObject> containers = [.. pod.Items("spec", "containers"), .. pod.Items("spec", "initContainers")];
        if (containers.All(container => container.Map("resources", "requests").Count == 0 && container.Map("resources", "limits").Count == 0))
        {
            return "BestEffort";
        }

        bool guaranteed = containers.All(container => new[] { "cpu", "memory" }.All(resource =>
            container.Text("resources", "limits", resource) is { } limit && Amount.Quantity(limit) == Of(container, resource)));
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    // a limit without a request asks for the limit
    private static decimal Of(JsonObject container, string resource) =>
        Amount.Quantity(container.Text("resources", "requests", resource) ?? container.Text("resources", "limits", resource));
}
