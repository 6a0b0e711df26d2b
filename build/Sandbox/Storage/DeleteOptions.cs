using SiteBuilder.Sandbox.Access;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>How an object is to be deleted.</summary>
/// <param name="Propagation">Null: as the object's kind has it by default, which is in the background.</param>
internal sealed record DeleteOptions(
    DeletePropagation? Propagation = null, int? GracePeriodSeconds = null, string? Uid = null, string? ResourceVersion = null, bool DryRun = false)
{
    /// <summary>Who asks; null where the sandbox itself deletes, which admission policies are not asked about.</summary>
    public User? User { get; init; }

    /// <summary>Takes what the client is told though the deletion succeeds.</summary>
    public Action<string>? Warn { get; init; }
}
