using System.Text;
using System.Text.Json;

namespace SiteBuilder.Waf.Tests;

/// <summary>One request of the corpus, as it goes over the wire.</summary>
public sealed record CorpusRequest(string Kind, string Name, string Method, string Path)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? Body { get; init; }

    public string? Base64 { get; init; }

    /// <summary>Whether nginx itself refuses it, in whatever mode the rules are.</summary>
    public bool ByServer { get; init; }

    public static IReadOnlyList<CorpusRequest> Attacks { get; } = Read("attacks");

    public static IReadOnlyList<CorpusRequest> Harmless { get; } = Read("harmless");

    public override string ToString() => $"{Kind}: {Name} ({Method} {Path})";

    /// <summary>The bytes, with what every client sends where the request says nothing else.</summary>
    public byte[] For(string host)
    {
        var body = Base64 is null ? Encoding.UTF8.GetBytes(Body ?? "") : Convert.FromBase64String(Base64);
        var head = new StringBuilder($"{Method} {Path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        foreach (var (name, value) in Headers.Concat(Missing(body.Length)))
        {
            head.Append($"{name}: {value}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private IEnumerable<KeyValuePair<string, string>> Missing(int length)
    {
        bool Says(string name) => Headers.Keys.Contains(name, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> usual = new() { ["User-Agent"] = "test/1", ["Accept"] = "*/*" };
        if (length > 0 && !Says("Transfer-Encoding"))
        {
            usual["Content-Length"] = $"{length}";
        }

        return usual.Where(header => !Says(header.Key));
    }

    private static CorpusRequest[] Read(string name)
    {
        using var stream = typeof(CorpusRequest).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<CorpusRequest[]>(stream, JsonSerializerOptions.Web)!;
    }
}
