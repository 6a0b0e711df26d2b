namespace SiteBuilder.Model.Environments;

/// <summary>The size of one service. Defaults: those of its entry in <see cref="Tables.ServiceTable"/>.</summary>
public sealed record ServiceSettings
{
    /// <summary>How many pods; where <see cref="Autoscale"/> is set, how many at least.</summary>
    public required int Replicas { get; init; }

    /// <summary>CPU of one pod in cores.</summary>
    public required ResourceRange Cpu { get; init; }

    /// <summary>Memory of one pod in bytes.</summary>
    public required ResourceRange Memory { get; init; }

    /// <summary>Between how many pods the cluster chooses by itself. Default: none, the number is fixed.</summary>
    public AutoscaleSettings? Autoscale { get; init; }
}
