using Nuke.Common;

/// <summary>A component with a target and a parameter.</summary>
internal interface ISampleRestore : INukeBuild
{
    /// <summary>Whether sources that do not answer are passed over.</summary>
    [Parameter("Ignore unreachable sources during Restore")]
    bool IgnoreFailedSources => TryGetValue<bool?>(() => IgnoreFailedSources) ?? false;

    /// <summary>Would restore.</summary>
    Target Restore => _ => _
        .Executes(() => Serilog.Log.Information("Ignore = {Ignore}", IgnoreFailedSources));
}
