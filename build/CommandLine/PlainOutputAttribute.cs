using Nuke.Common;

namespace SiteBuilder.CommandLine;

/// <summary>Leaves the logo out where nobody looks: in files, pipes and logs of build servers.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlainOutputAttribute() : DisableDefaultOutputAttribute(DefaultOutput.Logo)
{
    /// <inheritdoc/>
    public override bool IsApplicable(INukeBuild build) => Console.IsOutputRedirected;
}
