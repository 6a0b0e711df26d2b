namespace SiteBuilder.Model.Environments;

/// <summary>An autoscaler's range, and what it goes by: whatever asks for the most pods counts.</summary>
public sealed record AutoscaleSettings
{
    /// <summary>Pods at least, from 1.</summary>
    public required int Min { get; init; }

    /// <summary>Pods at most, not below <see cref="Min"/>.</summary>
    public required int Max { get; init; }

    /// <summary>Average use of the CPU request, in percent, above which pods are added. Default: 70.</summary>
    public int CpuPercent { get; init; } = 70;

    /// <summary>Average use of the memory request, in percent, above which pods are added. Default: memory does not count.</summary>
    public int? MemoryPercent { get; init; }

    /// <summary>Requests in a second for each pod, above which pods are added; takes <see cref="FeatureSettings.Keda"/>. Default: requests do not count.</summary>
    public int? Requests { get; init; }
}
