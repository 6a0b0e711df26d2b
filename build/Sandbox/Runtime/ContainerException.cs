namespace SiteBuilder.Sandbox.Runtime;

/// <summary>A container cannot be run; the reason is the word that its status shows, such as CreateContainerConfigError.</summary>
internal sealed class ContainerException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Reason { get; } = reason;
}
