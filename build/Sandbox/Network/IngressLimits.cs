using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Network;

/// <summary>What an Ingress asks for in the annotations of NGINX Ingress Controller; those that are not here have no effect, as with any controller that does not know them.</summary>
/// <param name="LargestBody">Bytes; null for any.</param>
/// <param name="Timeout">How long the service may be silent; null for the proxy's own.</param>
/// <param name="Rate">How often one address may ask; null for any.</param>
/// <param name="IsSticky">Whether an address is led to the same pod.</param>
/// <param name="Dropped">Headers that a request is passed on without.</param>
/// <param name="Encrypted">The Services that are called over TLS.</param>
internal sealed partial record IngressLimits(long? LargestBody, TimeSpan? Timeout, IngressRate? Rate, bool IsSticky, IReadOnlyList<string> Dropped, IReadOnlyList<string> Encrypted)
{
    public static IngressLimits Of(JsonObject ingress)
    {
        string? Value(string name) => ingress.Text("metadata", "annotations", $"nginx.org/{name}");
        return new IngressLimits(
            Bytes(Value("client-max-body-size")),
            Time(Value("proxy-read-timeout")),
            IngressRate.Of(ingress, Value("limit-req-rate"), Value("limit-req-burst"), Value("limit-req-reject-code")),
            Value("lb-method")?.StartsWith("hash $remote_addr", StringComparison.Ordinal) == true,
            [.. (Value("proxy-set-headers") ?? "").Split(',', StringSplitOptions.TrimEntries).Where(header => header.EndsWith(':')).Select(header => header.TrimEnd(':'))],
            (Value("ssl-services") ?? "").Split(',', StringSplitOptions.TrimEntries));
    }

    /// <summary>The pods in the order in which they are tried: of one address always the same, whatever the others do, as long as the first is there.</summary>
    public IReadOnlyList<IPEndPoint> Order(IReadOnlyList<IPEndPoint> ready, IPAddress? client, int turn) => IsSticky
        ? [.. ready.OrderBy(pod => HashCode.Combine(client, pod))]
        : [.. ready.Skip(turn % ready.Count), .. ready.Take(turn % ready.Count)];

    private static long? Bytes(string? text) => text is not null && Size().Match(text) is { Success: true } size
        ? long.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture) << size.Groups[2].Value.ToUpperInvariant() switch { "K" => 10, "M" => 20, "G" => 30, _ => 0 }
        : null;

    private static TimeSpan? Time(string? text) => text is not null && Span().Match(text) is { Success: true } span
        ? TimeSpan.FromSeconds(int.Parse(span.Groups[1].Value, CultureInfo.InvariantCulture) * (span.Groups[2].Value == "m" ? 60 : 1))
        : null;

    [GeneratedRegex(@"^(\d+)([kKmMgG]?)\z")]
    private static partial Regex Size();

    [GeneratedRegex(@"^(\d+)([sm]?)\z")]
    private static partial Regex Span();
}
