namespace SiteBuilder.Sandbox.Storage;

/// <summary>How an object is to be deleted.</summary>
/// <param name="Propagation">Null: as the object's kind has it by default, which is in the background.</param>
internal sealed record DeleteOptions(
    DeletePropagation? Propagation = null, int? GracePeriodSeconds = null, string? Uid = null, string? ResourceVersion = null, bool DryRun = false);
