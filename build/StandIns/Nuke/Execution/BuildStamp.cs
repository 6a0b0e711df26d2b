using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Whether a file that is made from the build program may be out of date.</summary>
internal static class BuildStamp
{
    /// <summary>Whether the build program was compiled after the file was written or last compared.</summary>
    public static bool IsNewerThan(AbsolutePath file) =>
        !file.FileExists() || File.GetLastWriteTimeUtc(file) < File.GetLastWriteTimeUtc(NukeBuild.BuildAssemblyFile);

    /// <summary>Notes that the file was compared and is right.</summary>
    public static void Touch(AbsolutePath file) => File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
}
