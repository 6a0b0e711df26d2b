using System.Net;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Runtime;

namespace SiteBuilder.Sandbox.Network;

/// <summary>Answers for names below cluster.local: Services, pods of headless Services, ports of Services.</summary>
internal sealed class ClusterNames(ServiceDirectory directory)
{
    private const string Zone = PodNames.ClusterDomain;

    public static bool Owns(string name) => name == Zone || name.EndsWith("." + Zone, StringComparison.Ordinal);

    /// <summary>Fills in the answer. Returns a name outside of the cluster that has to be looked up too (ExternalName), or null.</summary>
    public string? Answer(DnsMessage message)
    {
        string[] labels = message.Name.Split('.');
        string? outside = null;
        bool known = labels.Length < 4 ? IsBranch(labels) : labels[^3] switch
        {
            "svc" => Service(message, labels[..^3], out outside),
            "pod" => Pod(message, labels[..^3]),
            _ => false,
        };
        if (!known)
        {
            message.Code = DnsMessage.NameError;
        }

        if (outside is null)
        {
            message.AddAuthority(Zone);
        }

        return outside;
    }

    // the inner nodes of the tree exist, though they have no addresses
    private static bool IsBranch(string[] labels) => labels.Length == 2 || (labels.Length == 3 && labels[0] is "svc" or "pod");

    private bool Service(DnsMessage message, string[] path, out string? outside)
    {
        outside = null;
        if (path.Length == 1)
        {
            return directory.HasNamespace(path[0]);
        }

        ServiceEntry? entry = directory.Find(path[^1], path[^2]);
        if (entry is null)
        {
            return false;
        }

        if (path.Length == 2)
        {
            if (entry.ExternalName is { } external)
            {
                message.AddAlias(message.Name, external);
                outside = external;
            }
            else if (message.Type == DnsMessage.A)
            {
                Addresses(entry).ForEach(address => message.AddAddress(message.Name, address));
            }

            return !entry.IsHeadless || entry.Endpoints.Count > 0;
        }

        return path.Length == 3 ? Host(message, entry, path[0]) : path.Length == 4 && Port(message, entry, path[0], path[1]);
    }

    private static List<IPAddress> Addresses(ServiceEntry entry) =>
        entry.ClusterAddress is { } address
            ? [IPAddress.Parse(address)]
            : [.. entry.Endpoints.Where(endpoint => endpoint.Ready).Select(endpoint => endpoint.Address).Distinct()];

    private static bool Host(DnsMessage message, ServiceEntry entry, string hostname)
    {
        List<IPAddress> found = [.. entry.Endpoints
            .Where(endpoint => endpoint.Hostname == hostname || Dashed(endpoint.Address) == hostname).Select(endpoint => endpoint.Address).Distinct()];
        if (message.Type == DnsMessage.A)
        {
            found.ForEach(address => message.AddAddress(message.Name, address));
        }

        return found.Count > 0;
    }

    private static bool Port(DnsMessage message, ServiceEntry entry, string port, string protocol)
    {
        JsonObject? found = entry.Service.Items("spec", "ports").FirstOrDefault(candidate =>
            $"_{candidate.Text("name")}" == port && $"_{(candidate.Text("protocol") ?? "TCP").ToLowerInvariant()}" == protocol);
        if (found is null)
        {
            return false;
        }

        string service = $"{entry.Service.Name()}.{entry.Service.Namespace()}.svc.{Zone}";
        if (message.Type == DnsMessage.Srv)
        {
            if (entry.IsHeadless)
            {
                foreach (ServiceEndpoint endpoint in entry.Endpoints.Where(endpoint => endpoint.Ready && endpoint.Ports.ContainsKey(port[1..])))
                {
                    message.AddService(message.Name, endpoint.Ports[port[1..]], $"{endpoint.Hostname ?? Dashed(endpoint.Address)}.{service}");
                }
            }
            else
            {
                message.AddService(message.Name, (int)(found.Number("port") ?? 0), service);
            }
        }

        return true;
    }

    private static bool Pod(DnsMessage message, string[] path)
    {
        if (path.Length != 2 || !IPAddress.TryParse(path[0].Replace('-', '.'), out IPAddress? address))
        {
            return path.Length == 1;
        }

        if (message.Type == DnsMessage.A)
        {
            message.AddAddress(message.Name, address);
        }

        return true;
    }

    private static string Dashed(IPAddress address) => address.ToString().Replace('.', '-');
}
