using Nuke.Common;

namespace SiteBuilder.Targets;

public interface IScanImages : IBuildImages
{
    Target Scan => _ => _
        .DependsOn(BuildImages)
        .Executes(() => { });
}
