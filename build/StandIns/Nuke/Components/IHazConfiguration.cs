using Nuke.Common;

namespace Nuke.Components;

/// <summary>A build with a configuration.</summary>
public interface IHazConfiguration : INukeBuild
{
    /// <summary>Debug at a desk, Release on a build server, where nothing else is said.</summary>
    [Parameter]
    Configuration Configuration => TryGetValue(() => Configuration) ?? (IsLocalBuild ? Configuration.Debug : Configuration.Release);
}
