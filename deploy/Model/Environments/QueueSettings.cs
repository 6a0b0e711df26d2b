using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Environments;

/// <summary>The disk of Redis as a queue; the number of its members, CPU and memory stand under <c>services.redis-queue</c>.</summary>
public sealed record QueueSettings
{
    /// <summary>Size of the volume of each member. Default: <c>1Gi</c>. A volume's size cannot be lowered later.</summary>
    public Quantity Storage { get; init; } = Quantity.Parse("1Gi");

    /// <summary>StorageClass of the volume. Default: the cluster's default class.</summary>
    public string? StorageClass { get; init; }
}
