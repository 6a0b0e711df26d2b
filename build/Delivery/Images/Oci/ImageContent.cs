namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>All that makes an image, before it has a digest.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Platform">What it runs on.</param>
/// <param name="Config">How it starts.</param>
/// <param name="Layers">Lowest first.</param>
internal sealed record ImageContent(string Name, ImagePlatform Platform, ContainerConfig Config, IReadOnlyList<Layer> Layers)
{
    public ImageConfig ToConfig() => new(Platform.Architecture, Platform.Os, Config, new RootFileSystem([.. Layers.Select(l => l.DiffId)]))
    {
        History = [.. Layers.Select(l => new HistoryEntry(l.CreatedBy))],
    };
}
