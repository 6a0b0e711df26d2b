using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Counts requests, under the name that a real API server uses.</summary>
internal sealed class Metrics
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Count(string verb, ApiTarget target, bool dryRun, int code)
    {
        var scope = target.Name is not null ? "resource" : target.Namespace is not null ? "namespace" : "cluster";
        var labels = $"code=\"{code}\",component=\"apiserver\",dry_run=\"{(dryRun ? "All" : "")}\",group=\"{target.Kind.Group}\",resource=\"{target.Kind.Plural}\",scope=\"{scope}\",subresource=\"{target.Subresource}\",verb=\"{verb}\",version=\"{target.Kind.Version}\"";
        _counts.AddOrUpdate(labels, 1, (_, count) => count + 1);
    }

    public string Write()
    {
        var text = new StringBuilder("# HELP apiserver_request_total Counter of apiserver requests.\n# TYPE apiserver_request_total counter\n");
        foreach (var (labels, count) in _counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_total{{{labels}}} {count}\n");
        }
        return text.ToString();
    }
}
