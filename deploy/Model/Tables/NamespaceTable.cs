using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Tables;

/// <summary>The namespaces beside those of our services, sorted by name. What runs in them is brought by others; how far it may go is said here.</summary>
public static class NamespaceTable
{
    /// <summary>The namespace of what asks our services how they are.</summary>
    public const string Monitoring = "monitoring";

    public static IReadOnlyList<NamespaceEntry> All { get; } =
    [
        new(CertificateTable.Namespace, PodSecurityLevel.Restricted, "The key of the platform's own authority; no pod may run here, so none can mount it")
        {
            Pods = 0,
            Cpu = Quantity.Parse("1"),
            Memory = Quantity.Parse("1Gi"),
        },
        new("cert-manager", PodSecurityLevel.Restricted, "Certificates; its pods need no privilege")
        {
            // the API server calls its webhook
            Open = [10250],
            Pods = 12,
            Cpu = Quantity.Parse("2"),
            Memory = Quantity.Parse("2Gi"),
        },
        new("ingress", PodSecurityLevel.Restricted, "The ingress controller; the one capability that restricted lets a container have is the one that binds ports below 1024")
        {
            Open = [80, 443, 8080, 8443],
            Pods = 20,
            Cpu = Quantity.Parse("8"),
            Memory = Quantity.Parse("8Gi"),
        },
        new("logging", PodSecurityLevel.Privileged, "Collectors of logs read them from the node's disk, and a path of the node is what both other levels forbid")
        {
            Pods = 200,
            Cpu = Quantity.Parse("40"),
            Memory = Quantity.Parse("80Gi"),
        },
        new(Monitoring, PodSecurityLevel.Privileged, "The exporter of each node reads the node's /proc and /sys by a path of the node, on the node's network, which both other levels forbid")
        {
            Pods = 200,
            Cpu = Quantity.Parse("40"),
            Memory = Quantity.Parse("80Gi"),
        },
    ];
}
