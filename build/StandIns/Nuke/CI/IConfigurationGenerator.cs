using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.CI;

/// <summary>Makes the files by which a build server runs the build.</summary>
public interface IConfigurationGenerator
{
    /// <summary>Name for --generate-configuration.</summary>
    string Id { get; }

    /// <summary>Name for people.</summary>
    string DisplayName { get; }

    /// <summary>Name of the build server.</summary>
    string HostName { get; }

    /// <summary>Whether each run at a desk brings the files up to date.</summary>
    bool AutoGenerate { get; }

    /// <summary>Type of the build server.</summary>
    Type HostType { get; }

    /// <summary>The files.</summary>
    IEnumerable<AbsolutePath> GeneratedFiles { get; }

    /// <summary>Writes the files.</summary>
    void Generate(IReadOnlyCollection<ExecutableTarget> executableTargets);
}
