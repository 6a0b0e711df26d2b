using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>A part of a build server's file.</summary>
public abstract class ConfigurationEntity
{
    /// <summary>Writes the part.</summary>
    public abstract void Write(CustomFileWriter writer);
}
