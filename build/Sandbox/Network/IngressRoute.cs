using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Network;

/// <summary>One path of one host, and the Service behind it.</summary>
/// <param name="Host">Empty for every host; *.example.com for one label more.</param>
/// <param name="Port">name or number, as in the Ingress.</param>
/// <param name="Limits">What the Ingress asks for beside the way.</param>
internal sealed record IngressRoute(string Host, string Path, bool IsExact, string Namespace, string Service, JsonObject Port, IngressLimits Limits)
{
    public bool IsDefault { get; init; }

    public bool Takes(string host, string path) => TakesHost(host) && TakesPath(path);

    public bool TakesHost(string host) =>
        Host.Length == 0 || Host == host
        || (Host.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(Host[1..], StringComparison.Ordinal)
            && !host[..^(Host.Length - 1)].Contains('.', StringComparison.Ordinal) && host.Length > Host.Length - 1);

    // a prefix ends at a slash: /shop takes /shop and /shop/cart, not /shopping
    private bool TakesPath(string path)
    {
        if (IsExact)
        {
            return path == Path;
        }

        string prefix = Path.TrimEnd('/');
        return prefix.Length == 0 || path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal);
    }
}
