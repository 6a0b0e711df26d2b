namespace SiteBuilder.Model.Tables;

/// <summary>What the API server asks of pods; the lower-case name is Kubernetes' own.</summary>
public enum PodSecurityLevel
{
    /// <summary>No root, no privilege, no capability but that of binding low ports: what every pod of ours keeps.</summary>
    Restricted,

    /// <summary>Nothing that is known to lead out of the pod, but root and low ports.</summary>
    Baseline,

    /// <summary>Anything.</summary>
    Privileged,
}
