namespace SiteBuilder.Model.Environments;

/// <summary>What an environment switches on.</summary>
public sealed record FeatureSettings
{
    /// <summary>Whether pods carry the annotations by which Prometheus finds their metrics. Default: false.</summary>
    public bool Metrics { get; init; }

    /// <summary>The OTLP endpoint that services send their traces to. Default: none, nothing is sent.</summary>
    public string? Tracing { get; init; }

    /// <summary>The Prometheus that KEDA asks for requests; autoscalers are ScaledObjects then. Default: none, they are HorizontalPodAutoscalers.</summary>
    public string? Keda { get; init; }
}
