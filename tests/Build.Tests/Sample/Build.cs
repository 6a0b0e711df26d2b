using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Utilities.Collections;
using Nuke.Components;
using Serilog;

/// <summary>A build whose targets end in every way that a target can end.</summary>
[GitHubActions(
    "continuous",
    GitHubActionsImage.UbuntuLatest,
    On = [GitHubActionsTrigger.Push],
    InvokedTargets = [nameof(ISampleCompile.Compile)],
    ImportSecrets = [nameof(Token)])]
internal sealed class Build : NukeBuild, ISampleTest, ISampleCompile, ISampleRestore, IHazConfiguration, IHazArtifacts
{
    [Parameter("Environment to deploy to")]
    private readonly string Env;

    [Parameter("API token")]
    [Secret]
    private readonly string Token;

    [Parameter("Retries")]
    private readonly int? Retries;

    [Parameter("Tags", Separator = "+")]
    private readonly string[] Tags = [];

    [Parameter]
    private readonly bool Dry;

    private Target Clean => _ => _
        .Description("Cleans the artifacts directory")
        .Before<ISampleRestore>(x => x.Restore)
        .Executes(() => { });

    private Target Noop => _ => _
        .Description("Does nothing")
        .Executes(() => { });

    private Target Show => _ => _
        .Description("Prints parameters")
        .DependsOn(Clean)
        .Produces(((IHazArtifacts)this).ArtifactsDirectory / "*.txt")
        .Executes(Print);

    private Target Deploy => _ => _
        .Description("Requires parameters")
        .DependsOn(Show)
        .Requires(() => Env, () => Token)
        .OnlyWhenDynamic(() => !Dry)
        .Executes(async () =>
        {
            // the summary counts whole seconds
            await Task.Delay(1100);
            Log.Information("Deploying to {Env}", Env);
        });

    private Target Skipped => _ => _
        .OnlyWhenDynamic(() => Env == "prod")
        .Executes(() => Log.Information("only prod"));

    private Target SkippedStatic => _ => _
        .DependsOn(Noop)
        .OnlyWhenStatic(() => Env == "prod")
        .WhenSkipped(DependencyBehavior.Skip)
        .Executes(() => Log.Information("only prod"));

    private Target AfterSkip => _ => _
        .DependsOn(Skipped, SkippedStatic)
        .Executes(() => Log.Information("after"));

    private Target Fail => _ => _
        .DependsOn(Noop)
        .Executes(() => Assert.True(Env == "never", "Env must be never"));

    private Target AfterFail => _ => _
        .DependsOn(Fail)
        .Executes(() => Log.Information("not reached"));

    private Target Always => _ => _
        .AssuredAfterFailure()
        .TriggeredBy(Fail)
        .Executes(() => Log.Information("cleanup"));

    private Target SoftFail => _ => _
        .ProceedAfterFailure()
        .Executes(() => throw new InvalidOperationException("soft"));

    private Target AfterSoftFail => _ => _
        .DependsOn(SoftFail)
        .Executes(() => Log.Information("continues"));

    private Target ToolFail => _ => _
        .Executes(() => Assert.Fail("A tool failed"));

    private Target HiddenTarget => _ => _
        .Unlisted()
        .Executes(() => { });

    private Target Group => _ => _
        .DependsOn(Noop, HiddenTarget);

    /// <summary>Runs the targets that the command line names.</summary>
    public static int Main() => Execute<Build>(x => ((ISampleCompile)x).Compile);

    private void Print()
    {
        Log.Information("Env = {Env}", Env ?? "<null>");
        Log.Information("Token set = {Set}", Token != null);
        Log.Information("Retries = {Retries}", Retries);
        Log.Information("Tags = {Tags}", Tags);
        Log.Information("Dry = {Dry}", Dry);
        Log.Information("Configuration = {Configuration}", ((IHazConfiguration)this).Configuration);
        Log.Debug("A debug line");
        Log.Verbose("A verbose line");
        Log.Warning("A warning line");
        ReportSummary(x => x.AddPair("Env", Env ?? "<null>"));
    }
}
