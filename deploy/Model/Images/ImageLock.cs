using System.Collections.Immutable;

namespace SiteBuilder.Model.Images;

/// <summary>
/// What is pinned: every image name with the reference by digest (<c>registry/repository@sha256:...</c>) that the registry really holds.
/// Written by the Publish stage to <c>artifacts/images.lock.json</c>, read by everything after it.
/// </summary>
/// <param name="References">Image name to full reference by digest.</param>
public sealed record ImageLock(ImmutableSortedDictionary<ImageName, string> References)
{
    /// <summary>The reference by digest of one image.</summary>
    /// <exception cref="KeyNotFoundException">The lock does not hold the image; the message lists what it holds.</exception>
    public string this[ImageName name] => References.TryGetValue(name, out var reference)
        ? reference
        : throw new KeyNotFoundException($"The image lock has no '{name}'; it holds {string.Join(", ", References.Keys)}. Run ./build.sh Publish.");
}
