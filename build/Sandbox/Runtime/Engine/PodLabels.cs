using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime.Engine;

/// <summary>The labels by which containers and networks of a sandbox are found again, also by another process or after a restart.</summary>
internal static class PodLabels
{
    public const string Sandbox = "sitebuilder.dev/sandbox";
    public const string PodUid = "sitebuilder.dev/pod-uid";
    public const string Container = "sitebuilder.dev/container";
    public const string Attempt = "sitebuilder.dev/attempt";
    public const string Image = "sitebuilder.dev/image";
    public const string InfraAttempt = "sitebuilder.dev/infra-attempt";

    /// <param name="container">Empty for the infra container.</param>
    public static Dictionary<string, string> Of(string sandbox, JsonObject pod, string container, int attempt, int infraAttempt) => new()
    {
        [Sandbox] = sandbox,
        [PodUid] = pod.Uid(),
        ["sitebuilder.dev/pod"] = pod.Name(),
        ["sitebuilder.dev/namespace"] = pod.Namespace(),
        [Container] = container,
        [Attempt] = attempt.ToString(CultureInfo.InvariantCulture),
        [InfraAttempt] = infraAttempt.ToString(CultureInfo.InvariantCulture),
    };

    public static int Count(IDictionary<string, string> labels, string name) =>
        labels.TryGetValue(name, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;

    public static Dictionary<string, IDictionary<string, bool>> Filter(params ReadOnlySpan<string> labels)
    {
        Dictionary<string, bool> wanted = [];
        foreach (string label in labels)
        {
            wanted[label] = true;
        }

        return new Dictionary<string, IDictionary<string, bool>> { ["label"] = wanted };
    }
}
