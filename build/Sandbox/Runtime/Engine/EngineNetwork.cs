using Docker.DotNet;
using Docker.DotNet.Models;

namespace SiteBuilder.Sandbox.Runtime.Engine;

/// <summary>The bridge network of a sandbox's pods.</summary>
internal sealed class EngineNetwork(IDockerClient docker, string sandbox, string podCidr)
{
    public string Name { get; } = $"sitebuilder-{sandbox}";

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        IList<NetworkResponse> networks = await docker.Networks.ListNetworksAsync(
            new NetworksListParameters { Filters = PodLabels.Filter($"{PodLabels.Sandbox}={sandbox}") }, cancellationToken);
        foreach (NetworkResponse network in networks)
        {
            if (network.IPAM?.Config?.Any(config => config.Subnet == podCidr) == true)
            {
                return;
            }

            throw new SandboxException(
                $"Sandbox: its network {network.Name} has the addresses {network.IPAM?.Config?.FirstOrDefault()?.Subnet}, but --pod-cidr asks for {podCidr}. "
                + "Run `SiteBuilder.Sandbox down` first; it removes the pods' network, not their data.");
        }

        try
        {
            await docker.Networks.CreateNetworkAsync(
                new NetworksCreateParameters
                {
                    Name = Name,
                    Driver = "bridge",
                    IPAM = new IPAM { Config = [new IPAMConfig { Subnet = podCidr }] },
                    Labels = new Dictionary<string, string> { [PodLabels.Sandbox] = sandbox },
                },
                cancellationToken);
        }
        catch (DockerApiException error)
        {
            throw new SandboxException(
                $"Sandbox: Docker Engine cannot make a network with the addresses {podCidr}: {error.ResponseBody?.Trim()} "
                + "Another network has them; choose a free range with --pod-cidr (environment file: sandbox.podCidr).", error);
        }
    }
}
