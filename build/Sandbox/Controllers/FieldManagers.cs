namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Under which names the parts of a cluster write: all controllers are one process there, and managedFields show it.</summary>
internal static class FieldManagers
{
    public const string Controllers = "kube-controller-manager";
    public const string Scheduler = "kube-scheduler";
    public const string Node = "kubelet";

    /// <summary>What a component of events writes as.</summary>
    public static string Of(string component) => component switch
    {
        "kubelet" => Node,
        "default-scheduler" => Scheduler,
        _ => Controllers,
    };
}
