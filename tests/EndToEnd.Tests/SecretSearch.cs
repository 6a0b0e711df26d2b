using System.Text;
using System.Text.Json;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>Finds the values of a cluster's Secrets in texts: as they are, in base64, and private keys by any of their lines. Certificates are no secrets, and what is short may be anything.</summary>
internal sealed class SecretSearch
{
    private const int Shortest = 16;
    private const long LargestFile = 8 << 20;
    private readonly List<(string Secret, string Value)> _values = [];

    private SecretSearch()
    {
    }

    /// <summary>How many texts are looked for.</summary>
    public int Count => _values.Count;

    /// <summary>One of the values, to try the search with.</summary>
    public string Sample => _values[0].Value;

    /// <summary>All that the cluster keeps, without the records of releases, which are what was rolled out, packed.</summary>
    public static async Task<SecretSearch> OfAsync(Checkout checkout)
    {
        var search = new SecretSearch();
        using var list = JsonDocument.Parse(await checkout.KubectlAsync("get", "secrets", "--all-namespaces", "-o", "json"));
        foreach (var secret in list.RootElement.GetProperty("items").EnumerateArray())
        {
            if (secret.GetProperty("type").GetString() == "sitebuilder.dev/release" || !secret.TryGetProperty("data", out var data))
            {
                continue;
            }

            var metadata = secret.GetProperty("metadata");
            foreach (var entry in data.EnumerateObject())
            {
                search.Add($"{metadata.GetProperty("namespace")}/{metadata.GetProperty("name")} {entry.Name}", Encoding.UTF8.GetString(entry.Value.GetBytesFromBase64()));
            }
        }

        return search;
    }

    /// <summary>The Secrets of which a value stands in the text.</summary>
    public IEnumerable<string> In(string text) => _values.Where(v => text.Contains(v.Value, StringComparison.Ordinal)).Select(v => v.Secret).Distinct();

    /// <summary>Files below a folder that hold one, with its name; those of the cluster itself are left out.</summary>
    public IEnumerable<string> InFiles(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        where !file.Contains("/.nuke/temp/sandbox-", StringComparison.Ordinal) && new FileInfo(file) is { LinkTarget: null, Length: < LargestFile }
        from secret in In(File.ReadAllText(file, Encoding.Latin1))
        select $"{Path.GetRelativePath(folder, file)}: {secret}";

    private void Add(string secret, string value)
    {
        if (value.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            _values.AddRange(value.Split('\n').Where(line => line.Length >= Shortest && !line.StartsWith("-----", StringComparison.Ordinal)).Select(line => (secret, line)));
        }
        else if (value.Length >= Shortest && !value.Contains("-----BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            _values.Add((secret, value));
            _values.Add((secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(value))));
        }
    }
}
