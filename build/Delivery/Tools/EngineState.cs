namespace SiteBuilder.Delivery.Tools;

/// <summary>Whether Docker Engine answers, and if not, what stands in the way.</summary>
public enum EngineState
{
    /// <summary>It answers.</summary>
    Answers,

    /// <summary>Nobody listens at the socket of this machine.</summary>
    NotRunning,

    /// <summary>The socket is there but not ours to open.</summary>
    Denied,

    /// <summary>DOCKER_HOST names an engine that does not answer.</summary>
    HostUnreachable,
}
