using System.Globalization;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>How a service reaches Redis: the one member, or the Sentinels of several, as the user of its own name.</summary>
internal static class RedisClient
{
    /// <summary>The names by which every pod of the cluster reaches the members.</summary>
    public static IEnumerable<string> Hosts(RenderContext context, ServiceEntry server) =>
        Enumerable.Range(0, context.LeastPods(server)).Select(number => $"{server.Name}-{number}.{server.Namespace}.svc.cluster.local");

    /// <summary>
    /// What the certificate of all members says: the server's name, which no Service has, and which clients insist on whichever member they call, as Sentinels tell
    /// addresses; and the one by which a member is called from beside it.
    /// </summary>
    public static IEnumerable<string> NamesOf(ServiceEntry server) => [server.Name, "localhost"];

    /// <summary>The variables of one section of a service's settings.</summary>
    /// <param name="context">What all is made from.</param>
    /// <param name="service">The service.</param>
    /// <param name="server">Which Redis.</param>
    /// <param name="section">The section, such as <c>Sites__Queue</c>.</param>
    public static IEnumerable<V1EnvVar> Variables(RenderContext context, ServiceEntry service, ServiceEntry server, string section)
    {
        var (members, role) = (context.LeastPods(server), RedisRole.All.Single(role => role.Server == server));
        var port = members == 1 ? server.Port : ServiceTable.SentinelPort;
        yield return PodParts.Variable($"{section}__Address", string.Join(',', Hosts(context, server).Select(host => $"{host}:{port}")));
        if (members > 1)
        {
            yield return PodParts.Variable($"{section}__Sentinel", server.Name);
        }

        if (RedisMember.Copies(context, role) is > 0 and var copies)
        {
            yield return PodParts.Variable($"{section}__Copies", copies.ToString(CultureInfo.InvariantCulture));
        }

        yield return PodParts.Variable($"{section}__AuthorityFile", CertificateObjects.TrustPath);
        yield return PodParts.Variable($"{section}__ServerName", server.Name);
        yield return PodParts.Variable($"{section}__User", service.Name);
        yield return PodParts.Variable($"{section}__PasswordFile", $"/etc/secrets/{SecretTable.Redis.Group}/{service.Name}-password");
    }
}
