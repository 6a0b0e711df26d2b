using Nuke.Common;
using Nuke.Common.IO;

namespace Nuke.Components;

/// <summary>A build with a folder for what it makes.</summary>
public interface IHazArtifacts : INukeBuild
{
    /// <summary>The folder; default: output below the root.</summary>
    AbsolutePath ArtifactsDirectory => RootDirectory / "output";
}
