using Nuke.Common;
using SiteBuilder.CommandLine;
using SiteBuilder.Targets;
using SiteBuilder.Workflows;

/// <summary>The composition of the build: which targets exist. What each does stands in build/Targets.</summary>
[PlainOutput]
[PlainFailures]
[DisableDefaultOutput(DefaultOutput.ErrorsAndWarnings)]
[RequiredParameters]
[DeliveryWorkflow("delivery")]
internal sealed class Build : NukeBuild, IRollOut, IShowDiff, IApplyManifests, IShowRelease, IRollBack, IRemoveRelease, IRunSandbox, IRender, IBench
{
    private DeliverySession? _session;

    DeliverySession IHazDelivery.Session => _session ??= new DeliverySession(this);

    /// <summary>Runs the targets that the command line names.</summary>
    public static int Main(string[] args) => EntryPoint.Run(typeof(Build), args, () => Execute<Build>());
}
