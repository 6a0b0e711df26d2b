using Nuke.Common;

/// <summary>A component at the end of a chain.</summary>
internal interface ISampleTest : ISampleCompile
{
    /// <summary>Would test.</summary>
    Target Test => _ => _
        .DependsOn(Compile)
        .Executes(() => { });
}
