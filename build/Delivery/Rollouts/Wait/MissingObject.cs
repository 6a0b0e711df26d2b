using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>What a kubelet or the scheduler says that it misses.</summary>
/// <param name="Kind">ConfigMap, Secret or PersistentVolumeClaim.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key of it that is missing; null where it is missing as a whole, or the key is not told.</param>
internal sealed partial record MissingObject(string Kind, string Name, string? Key)
{
    /// <summary>Null where the message names none.</summary>
    /// <param name="message">As the event or the status has it.</param>
    /// <param name="pod">Whose volumes it speaks of: of a key that one of them wants, only the volume is named.</param>
    public static MissingObject? Of(string message, JsonObject? pod = null)
    {
        if (KeyOfVolume().Match(message) is { Success: true } wanted)
        {
            return Source(pod, wanted.Groups["volume"].Value, wanted.Groups["kind"].Value == "config", wanted.Groups["key"].Value);
        }

        if (MissingKey().Match(message) is { Success: true } key)
        {
            return new MissingObject(key.Groups["kind"].Value, key.Groups["name"].Value, key.Groups["key"].Value);
        }

        return Missing().Match(message) is { Success: true } found ? new MissingObject(KindOf(found.Groups["kind"].Value), found.Groups["name"].Value, null) : null;
    }

    /// <summary>The object behind a volume, or behind the part of a projected one, that wants the key.</summary>
    private static MissingObject? Source(JsonObject? pod, string volume, bool isConfigMap, string key)
    {
        var (kind, field, name) = isConfigMap ? ("ConfigMap", "configMap", "name") : ("Secret", "secret", "secretName");
        var named = pod.Items("spec", "volumes").FirstOrDefault(v => v.Text("name") == volume);
        return named.Text(field, name) is { } own ? new MissingObject(kind, own, key)
            : named.Items("projected", "sources").FirstOrDefault(s => s.Items(field, "items").Any(i => i.Text("key") == key)).Text(field, "name") is { } part ? new MissingObject(kind, part, key)
            : null;
    }

    private static string KindOf(string word) => word.ToLowerInvariant() switch { "configmap" => "ConfigMap", "secret" => "Secret", _ => "PersistentVolumeClaim" };

    [GeneratedRegex("""(?<kind>configmap|secret|persistentvolumeclaim)s? "(?<name>[^"]+)" not found""", RegexOptions.IgnoreCase)]
    private static partial Regex Missing();

    [GeneratedRegex("""volume "(?<volume>[^"]+)" ?: .*references non-existent (?<kind>config|secret) key: (?<key>\S+)""")]
    private static partial Regex KeyOfVolume();

    [GeneratedRegex(@"couldn't find key (?<key>\S+) in (?<kind>ConfigMap|Secret) [^/\s]+/(?<name>\S+)")]
    private static partial Regex MissingKey();
}
