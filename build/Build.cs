using Nuke.Common;
using Serilog;
using SiteBuilder.CommandLine;
using SiteBuilder.Targets;

/// <summary>The composition of the build: which targets exist and what follows what.</summary>
[PlainOutput]
internal sealed class Build : NukeBuild, IHazDeliveryParameters
{
    private Target Where => _ => _
        .Description("Says which environment is taken")
        .Executes(() => Log.Information("Environment {Environment}", ((IHazDeliveryParameters)this).Env));

    /// <summary>Runs the targets that the command line names.</summary>
    public static int Main(string[] args) => EntryPoint.Run(typeof(Build), args, () => Execute<Build>());
}
