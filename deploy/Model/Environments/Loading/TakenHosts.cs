using YamlDotNet.Core;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>Which host leads where; a host leads to one place.</summary>
internal sealed class TakenHosts
{
    private readonly Dictionary<string, (string Owner, Mark Place)> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null where the host was free, else the problem.</summary>
    public string? Take(string host, string owner, Mark place)
    {
        if (_hosts.TryAdd(host, (owner, place)))
        {
            return null;
        }

        var (other, first) = _hosts[host];
        return $": '{host}' is already a host of {other} in line {first.Line}; a host leads to one place";
    }
}
