using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>What our pods call beside each other; all else that is outside is closed to them.</summary>
public static class OutsideTable
{
    private static OutsideEntry Dns { get; } = new("DNS", [], [53], "Every pod asks for the addresses of those it calls") { Namespace = "kube-system", Udp = true };

    // the port of the Service and the one behind it: networks differ in which of them a policy sees
    private static OutsideEntry ApiServer { get; } = new("API server", [], [443, 6443], "Controllers follow and write objects");

    /// <summary>What every system beside ours calls.</summary>
    public static IReadOnlyList<OutsideEntry> Basic { get; } = [Dns, ApiServer];

    /// <summary>The calls of an environment.</summary>
    public static IEnumerable<OutsideEntry> Of(DeliveryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        yield return Dns with { Callers = [.. ServiceTable.Of(environment)], By = FlowCaller.Any };
        yield return ApiServer with { Callers = [ServiceTable.Postgres], Why = "Patroni keeps there who the primary is" };
        if (environment.Features.Tracing is { } collector)
        {
            var address = new Uri(collector);
            yield return new OutsideEntry("Traces", [.. ServiceTable.All.Where(service => service.Project is not null)], [address.Port], "Services and their Jobs send their traces")
            {
                By = FlowCaller.Both,
                Namespace = NamespaceOf(address.Host),
            };
        }
    }

    /// <summary>The namespace of a host that the cluster's own DNS answers for; null for others.</summary>
    public static string? NamespaceOf(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Split('.') switch
        {
            [.., _, var name, "svc"] => name,
            [.., _, var name, "svc", "cluster", "local"] => name,
            _ => null,
        };
    }
}
