using System.Text.RegularExpressions;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>What a kubelet or the scheduler says that it misses.</summary>
/// <param name="Kind">ConfigMap, Secret or PersistentVolumeClaim.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key of it that is missing; null where it is missing as a whole, or the key is not told.</param>
internal sealed partial record MissingObject(string Kind, string Name, string? Key)
{
    /// <summary>Null where the message names none.</summary>
    public static MissingObject? Of(string message)
    {
        if (MissingKey().Match(message) is { Success: true } key)
        {
            return new MissingObject(key.Groups["kind"].Value, key.Groups["name"].Value, key.Groups["key"].Value);
        }

        return Missing().Match(message) is { Success: true } found ? new MissingObject(KindOf(found.Groups["kind"].Value), found.Groups["name"].Value, null) : null;
    }

    private static string KindOf(string word) => word.ToLowerInvariant() switch { "configmap" => "ConfigMap", "secret" => "Secret", _ => "PersistentVolumeClaim" };

    [GeneratedRegex("""(?<kind>configmap|secret|persistentvolumeclaim)s? "(?<name>[^"]+)" not found""", RegexOptions.IgnoreCase)]
    private static partial Regex Missing();

    [GeneratedRegex(@"couldn't find key (?<key>\S+) in (?<kind>ConfigMap|Secret) [^/\s]+/(?<name>\S+)")]
    private static partial Regex MissingKey();
}
