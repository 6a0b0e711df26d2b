using SiteBuilder.Sandbox.Access;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>How a write is to be done.</summary>
/// <param name="FieldManager">Who owns the fields that are set.</param>
/// <param name="Subresource">status, scale, finalize or binding; empty for the object itself.</param>
/// <param name="DryRun">Everything but the writing.</param>
/// <param name="Warn">Takes what the client is told though the write succeeds.</param>
/// <param name="User">Who asks; null where the sandbox itself writes.</param>
internal sealed record WriteOptions(string FieldManager, string Subresource = "", bool DryRun = false, Action<string>? Warn = null, User? User = null)
{
    /// <summary>The subresource by which a pod gets its node: it sets spec and status, and no manager owns that.</summary>
    public const string Binding = "binding";
}
