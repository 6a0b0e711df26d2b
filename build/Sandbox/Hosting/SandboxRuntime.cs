namespace SiteBuilder.Sandbox.Hosting;

/// <summary>What runs the pods.</summary>
public enum SandboxRuntime
{
    /// <summary>Containers of the local Docker Engine.</summary>
    Docker,

    /// <summary>Nothing real: annotations of the pods say how they fare. For tests.</summary>
    Scripted,
}
