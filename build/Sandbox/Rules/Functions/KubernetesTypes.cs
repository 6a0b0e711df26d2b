using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>The types that Kubernetes adds to CEL.</summary>
internal static class KubernetesTypes
{
    public static readonly CelType Url = new("kubernetes.URL");
    public static readonly CelType Ip = new("net.IP");
    public static readonly CelType Cidr = new("net.CIDR");
    public static readonly CelType Quantity = new("kubernetes.Quantity");
    public static readonly CelType Semver = new("kubernetes.Semver");
    public static readonly CelType Format = new("kubernetes.NamedFormat");
}
