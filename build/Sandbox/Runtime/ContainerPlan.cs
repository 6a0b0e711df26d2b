using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>Everything that is needed to start one container: references resolved, variables expanded, volumes on disk.</summary>
internal sealed record ContainerPlan(JsonObject Pod, JsonObject Container, int Attempt, PodInfra Infra, ImageFacts Image)
{
    public required IReadOnlyList<string> Command { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>As NAME=value.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    public required IReadOnlyList<ContainerMount> Mounts { get; init; }
}
