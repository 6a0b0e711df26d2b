using Nuke.Common;
using Serilog;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Targets;

/// <summary>The embedded cluster alone.</summary>
public interface IRunSandbox : IHazDelivery
{
    /// <summary>Whether SandboxDown removes data as well; default: false.</summary>
    [Parameter("SandboxDown: removes the sandbox's data and pushed images too.")]
    bool Purge => TryGetValue<bool?>(() => Purge) ?? false;

    /// <summary>Starts the sandbox.</summary>
    Target Sandbox => _ => _
        .Description("Starts the embedded cluster of the environment, empty or as it was left")
        .Executes(async () =>
        {
            await Session.Toolbox.EnsureAsync([MachineTool.DockerEngine], Bootstrap, Session.Cancelled);
            await Session.StartSandboxAsync();
            Log.Information("kubectl --kubeconfig {Kubeconfig} get pods -A", Path.GetRelativePath(RootDirectory, Session.Kubeconfig));
        });

    /// <summary>Stops the sandbox and removes what it started.</summary>
    Target SandboxDown => _ => _
        .Description("Removes the containers, networks and processes of the embedded cluster; with --purge its data too")
        .Executes(async () =>
        {
            foreach (var line in await Session.Sandbox().DownAsync(Purge, Session.Cancelled))
            {
                Log.Information("{Line}", line);
            }

            using var engine = await Session.EngineAsync();
            await new LocalRegistry(engine, Session.RegistryOptions(Session.Environment.Cluster.Sandbox!)).RemoveAsync(Purge, Session.Cancelled);
            Log.Information("{Outcome}", Purge ? "The sandbox, its registry and their data are gone" : "The sandbox is down; its data and pushed images are kept");
            if (Purge && Session.Toolbox.Started.StopCommand() is { } command)
            {
                Log.Information("Docker Engine was started by --bootstrap and still runs; stop it with: {Command}", command);
            }
        });
}
