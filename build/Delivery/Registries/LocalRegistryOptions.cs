namespace SiteBuilder.Delivery.Registries;

/// <summary>The registry container of a local environment.</summary>
/// <param name="Name">Name of the container, unique in the engine.</param>
/// <param name="Port">Port on 127.0.0.1.</param>
/// <param name="ImageLayout">The OCI layout of our registry image.</param>
/// <param name="Volume">Name of the volume that keeps the images.</param>
/// <param name="SandboxId">Value of the label <c>sitebuilder.dev/sandbox</c>.</param>
public sealed record LocalRegistryOptions(string Name, int Port, string ImageLayout, string Volume, string SandboxId)
{
    /// <summary>Work in progress; default: the system's folder for temporary files.</summary>
    public string TempFolder { get; init; } = Path.GetTempPath();
}
