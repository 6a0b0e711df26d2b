using Nuke.Common;

/// <summary>A component whose target depends on another component's.</summary>
internal interface ISampleCompile : ISampleRestore
{
    /// <summary>Would compile.</summary>
    Target Compile => _ => _
        .DependsOn(Restore)
        .Executes(() => { });
}
