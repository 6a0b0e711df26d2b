using System.Net;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The block <c>cluster</c>.</summary>
internal static class ClusterReader
{
    public static ClusterSettings Read(string name, YamlSection section)
    {
        var cluster = new ClusterSettings
        {
            Identity = section.Optional("identity", Scalars.DnsLabel, $"sitebuilder-{name}"),
            Context = section.Optional<string?>("context", Scalars.OptionalText, null),
            Sandbox = Sandbox(section.Section("sandbox")),
        };
        section.Finish();
        return cluster;
    }

    private static SandboxSettings? Sandbox(YamlSection section)
    {
        if (!section.Exists)
        {
            return null;
        }

        var defaults = new SandboxSettings();
        var sandbox = new SandboxSettings
        {
            Name = section.Optional("name", Scalars.DnsLabel, defaults.Name),
            ApiPort = section.Optional("apiPort", Scalars.Port, defaults.ApiPort),
            IngressPort = section.Optional("ingressPort", Scalars.Port, defaults.IngressPort),
            RegistryPort = section.Optional("registryPort", Scalars.Port, defaults.RegistryPort),
            PodCidr = section.Optional("podCidr", Scalars.Cidr, defaults.PodCidr),
            ServiceCidr = section.Optional("serviceCidr", Scalars.Cidr, defaults.ServiceCidr),
        };
        Check(section, sandbox);
        section.Finish();
        return sandbox;
    }

    private static void Check(YamlSection section, SandboxSettings sandbox)
    {
        (string Key, int Port)[] ports = [("apiPort", sandbox.ApiPort), ("ingressPort", sandbox.IngressPort), ("registryPort", sandbox.RegistryPort)];
        foreach (var group in ports.GroupBy(port => port.Port).Where(group => group.Count() > 1))
        {
            var keys = group.Select(port => port.Key).ToList();
            var blamed = keys.Last(section.Has);
            section.Report(blamed, $": port {group.Key} is used by {string.Join(" and ", keys)}; give each its own");
        }

        if (IPNetwork.TryParse(sandbox.PodCidr, out var pods) && IPNetwork.TryParse(sandbox.ServiceCidr, out var services)
            && (pods.Contains(services.BaseAddress) || services.Contains(pods.BaseAddress)))
        {
            section.Report(section.Has("serviceCidr") ? "serviceCidr" : "podCidr", $": the networks of pods ({pods}) and services ({services}) overlap");
        }
    }
}
