using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Hashing;

/// <summary>
/// The inputs of an image by name, and their common hash. Two fingerprints can be compared input by input, which tells why something is built.
/// </summary>
/// <param name="Inputs">Name of an input (a path below the root, or a word such as <c>sdk</c>) to its digest or value.</param>
public sealed record Fingerprint(SortedDictionary<string, string> Inputs)
{
    /// <summary>64 hexadecimal digits.</summary>
    public string Value { get; } = ContentDigest.Hex(ContentDigest.Of(string.Join('\n', Inputs.Select(i => $"{i.Key}\t{i.Value}"))));

    /// <summary>The inputs that are new, gone or different, as sentences; empty where both are the same.</summary>
    public IReadOnlyList<string> Differences(Fingerprint before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var names = Inputs.Keys.Union(before.Inputs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. names.Select(name => (Now: Inputs.GetValueOrDefault(name), Then: before.Inputs.GetValueOrDefault(name), Name: name))
            .Where(i => i.Now != i.Then)
            .Select(i => i.Then is null ? $"{i.Name} is new" : i.Now is null ? $"{i.Name} is gone" : $"{i.Name} changed")];
    }
}
