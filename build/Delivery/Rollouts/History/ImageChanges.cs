using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Platform.Policy;

namespace SiteBuilder.Delivery.Rollouts.History;

/// <summary>Which images two releases differ in.</summary>
internal static class ImageChanges
{
    private const int ShownOfDigest = 19;

    /// <summary>A line per repository, as in <c>shop/web: 1.0 -> 1.1</c>.</summary>
    public static IReadOnlyList<string> Between(IEnumerable<JsonObject> before, IEnumerable<JsonObject> after)
    {
        var (old, now) = (Versions(before), Versions(after));
        return
        [
            .. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal).Where(name => old.GetValueOrDefault(name) != now.GetValueOrDefault(name)).Select(name =>
                (old.GetValueOrDefault(name), now.GetValueOrDefault(name)) switch
                {
                    (null, var added) => $"+ {name}: {added}",
                    (var gone, null) => $"- {name}: {gone}",
                    var (left, right) => $"~ {name}: {left} -> {right}",
                }),
        ];
    }

    /// <summary>Repository to version; to all of its versions where it is used in several.</summary>
    private static Dictionary<string, string> Versions(IEnumerable<JsonObject> objects) => objects
        .Select(PodView.Of).OfType<PodView>()
        .SelectMany(pod => pod.Containers)
        .Select(container => container.Node["image"]?.ToString()).OfType<string>()
        .Select(Split)
        .GroupBy(image => image.Repository, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(image => image.Version).Distinct().Order(StringComparer.Ordinal)), StringComparer.Ordinal);

    private static (string Repository, string Version) Split(string image)
    {
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        var name = digest < 0 ? image : image[..digest];
        var tag = name.IndexOf(':', name.LastIndexOf('/') + 1);
        var repository = tag < 0 ? name : name[..tag];
        return (repository, digest >= 0 ? image[(digest + 1)..][..Math.Min(image.Length - digest - 1, ShownOfDigest)] : tag < 0 ? "latest" : name[(tag + 1)..]);
    }
}
