using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>What a pod asks for and may use.</summary>
internal static class PodResources
{
    /// <summary>The larger of all containers together and the hungriest init container.</summary>
    public static decimal Request(JsonObject pod, string resource) => Math.Max(
        pod.Items("spec", "containers").Sum(container => Of(container, resource)),
        pod.Items("spec", "initContainers").Select(container => Of(container, resource)).DefaultIfEmpty(0).Max());

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
