using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>What our pods call beside each other; all else that is outside is closed to them.</summary>
public static class OutsideTable
{
    private const string ServiceDomain = ".svc.cluster.local";

    /// <summary>The calls of an environment.</summary>
    public static IEnumerable<OutsideEntry> Of(DeliveryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        yield return new OutsideEntry("DNS", [.. ServiceTable.Of(environment)], [53], "Every pod asks for the addresses of those it calls") { Namespace = "kube-system", Udp = true };

        // the port of the Service and the one behind it: networks differ in which of them a policy sees
        yield return new OutsideEntry("API server", [ServiceTable.Postgres], [443, 6443], "Patroni keeps there who the primary is");
        if (environment.Features.Tracing is { } collector)
        {
            var address = new Uri(collector);
            var within = address.Host.EndsWith(ServiceDomain, StringComparison.Ordinal) ? address.Host.Split('.') : [];
            yield return new OutsideEntry("Traces", [.. ServiceTable.All.Where(service => service.Project is not null)], [address.Port], "Services send their traces") { Namespace = within.ElementAtOrDefault(1) };
        }
    }
}
