namespace Nuke.Common;

/// <summary>What happens to the dependencies of a skipped target.</summary>
public enum DependencyBehavior
{
    /// <summary>Dependencies that nobody else needs are skipped too (default).</summary>
    Skip,

    /// <summary>Dependencies run all the same.</summary>
    Execute,
}
