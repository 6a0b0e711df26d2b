namespace SiteBuilder.Model.Environments;

/// <summary>A HorizontalPodAutoscaler's range.</summary>
public sealed record AutoscaleSettings
{
    /// <summary>Pods at least, from 1.</summary>
    public required int Min { get; init; }

    /// <summary>Pods at most, not below <see cref="Min"/>.</summary>
    public required int Max { get; init; }

    /// <summary>Average use of the CPU request, in percent, above which pods are added. Default: 70.</summary>
    public int CpuPercent { get; init; } = 70;
}
