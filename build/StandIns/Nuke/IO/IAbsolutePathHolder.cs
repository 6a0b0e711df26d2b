namespace Nuke.Common.IO;

/// <summary>Something with a place on the disk.</summary>
public interface IAbsolutePathHolder
{
    /// <summary>The place.</summary>
    AbsolutePath Path { get; }
}
