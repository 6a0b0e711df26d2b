namespace SiteBuilder.Manifests.Custom;

/// <summary>What KEDA (v1alpha1) scales, between which numbers and by what. It makes a HorizontalPodAutoscaler of it.</summary>
internal sealed record ScaledObjectSpec(ScaledObjectTarget ScaleTargetRef, int MinReplicaCount, int MaxReplicaCount, ScaledObjectAdvanced Advanced, IReadOnlyList<ScaledObjectTrigger> Triggers);

internal sealed record ScaledObjectTarget(string Name)
{
    public string ApiVersion => "apps/v1";

    public string Kind => "Deployment";
}

internal sealed record ScaledObjectAdvanced(ScaledObjectAutoscaler HorizontalPodAutoscalerConfig);

/// <param name="Name">That of the HorizontalPodAutoscaler, which is taken over where there is one.</param>
internal sealed record ScaledObjectAutoscaler(string Name);

/// <param name="Type">Where the number comes from.</param>
/// <param name="MetricType">Utilization, a percentage of the request, or AverageValue, a number for each pod.</param>
internal sealed record ScaledObjectTrigger(string Type, string MetricType, IReadOnlyDictionary<string, string> Metadata);
