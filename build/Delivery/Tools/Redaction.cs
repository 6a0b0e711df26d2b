using System.Collections.Concurrent;

namespace SiteBuilder.Delivery.Tools;

/// <summary>The one filter that all output passes: every known secret becomes <c>***</c>. Safe to use from many threads.</summary>
public sealed class Redaction
{
    private const int ShortestSecret = 4;
    private readonly ConcurrentDictionary<string, byte> _secrets = new(StringComparer.Ordinal);

    /// <summary>Hides a value from now on. Values under four characters are not hidden: they would take ordinary words with them.</summary>
    public void Hide(string? secret)
    {
        if (secret is { Length: >= ShortestSecret })
        {
            _secrets.TryAdd(secret, 0);
        }
    }

    /// <summary>The text without any known secret; longer secrets are replaced first, so that one inside another leaves no rest.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_secrets.IsEmpty)
        {
            return text;
        }

        foreach (var secret in _secrets.Keys.OrderByDescending(s => s.Length))
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }
}
