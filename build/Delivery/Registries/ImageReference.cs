using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Registries;

/// <summary>Where an image is in a registry.</summary>
/// <param name="Registry">Host, with a port where one is needed.</param>
/// <param name="Repository">Path below the registry.</param>
/// <param name="Digest">The digest; null = not pinned.</param>
public sealed partial record ImageReference(string Registry, string Repository, string? Digest)
{
    private const string DockerHub = "registry-1.docker.io";

    /// <summary>Reads <c>registry/repository@sha256:...</c>.</summary>
    /// <exception cref="UsageException">The text is no reference by digest.</exception>
    public static ImageReference ParsePinned(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Form().Match(text);
        if (!match.Success || !ContentDigest.IsValid(match.Groups["digest"].Value))
        {
            throw new UsageException($"'{text}' is no image by digest. Expected registry/repository@sha256:<64 hexadecimal digits>; a tag can be moved, so it pins nothing.");
        }

        var registry = match.Groups["registry"].Value;
        return new ImageReference(registry is "docker.io" or "index.docker.io" ? DockerHub : registry, match.Groups["repository"].Value, match.Groups["digest"].Value);
    }

    public override string ToString() => Digest is null ? $"{Registry}/{Repository}" : $"{Registry}/{Repository}@{Digest}";

    [GeneratedRegex("^(?<registry>[A-Za-z0-9.-]+(:[0-9]+)?)/(?<repository>[a-z0-9]+([._/-]+[a-z0-9]+)*)(:[A-Za-z0-9_.-]+)?@(?<digest>.+)$")]
    private static partial Regex Form();
}
