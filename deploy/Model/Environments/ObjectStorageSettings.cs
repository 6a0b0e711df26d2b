using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Environments;

/// <summary>The disk and the address of object storage; its CPU and memory stand under <c>services.object-storage</c>.</summary>
public sealed record ObjectStorageSettings
{
    /// <summary>Size of the volume. Default: <c>1Gi</c>. A volume's size cannot be lowered later.</summary>
    public Quantity Storage { get; init; } = Quantity.Parse("1Gi");

    /// <summary>StorageClass of the volume. Default: the cluster's default class.</summary>
    public string? StorageClass { get; init; }

    /// <summary>
    /// The host under which it is reached from outside, for large files that are sent by a signed URL. Default: none; it is then reached from inside
    /// alone, and files go through Media.
    /// </summary>
    public string? Host { get; init; }
}
