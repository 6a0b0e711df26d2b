using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>The files through which a pod finds names: /etc/hosts and /etc/resolv.conf.</summary>
internal static class PodNames
{
    public const string ClusterDomain = "cluster.local";

    public static string Hosts(JsonObject pod, string address)
    {
        StringBuilder text = new("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n"
            + "fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
        string hostname = pod.Hostname();
        text.Append(pod.Text("spec", "subdomain") is { Length: > 0 } subdomain
            ? $"{address}\t{hostname}.{subdomain}.{pod.Namespace()}.svc.{ClusterDomain}\t{hostname}\n"
            : $"{address}\t{hostname}\n");
        text.Append(pod.Items("spec", "hostAliases").Any() ? "\n# Entries added by HostAliases.\n" : "");
        foreach (JsonObject alias in pod.Items("spec", "hostAliases"))
        {
            text.Append($"{alias.Text("ip")}\t{string.Join('\t', alias.Texts("hostnames"))}\n");
        }

        return text.ToString();
    }

    /// <summary>Null where the pod keeps the machine's resolver.</summary>
    public static string? Resolver(JsonObject pod, string? dnsAddress)
    {
        string policy = pod.Text("spec", "dnsPolicy") ?? "ClusterFirst";
        if (policy == "Default" || (policy != "None" && dnsAddress is null))
        {
            return null;
        }

        JsonObject? own = pod.Object("spec", "dnsConfig");
        bool cluster = policy != "None";
        string ns = pod.Namespace();
        IEnumerable<string> servers = (cluster ? [dnsAddress!] : Array.Empty<string>()).Concat(own.Texts("nameservers"));
        IEnumerable<string> searches = (cluster ? [$"{ns}.svc.{ClusterDomain}", $"svc.{ClusterDomain}", ClusterDomain] : Array.Empty<string>()).Concat(own.Texts("searches"));
        Dictionary<string, string?> options = cluster ? new() { ["ndots"] = "5" } : [];
        foreach (JsonObject option in own.Items("options"))
        {
            options[option.Text("name") ?? ""] = option.Text("value");
        }

        StringBuilder text = new();
        text.Append($"search {string.Join(' ', searches)}\n");
        foreach (string server in servers)
        {
            text.Append($"nameserver {server}\n");
        }

        text.Append($"options {string.Join(' ', options.Select(option => option.Value is null ? option.Key : $"{option.Key}:{option.Value}"))}\n");
        return text.ToString();
    }
}
