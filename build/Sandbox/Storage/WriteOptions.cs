namespace SiteBuilder.Sandbox.Storage;

/// <summary>How a write is to be done.</summary>
/// <param name="FieldManager">Who owns the fields that are set.</param>
/// <param name="Subresource">status or scale; empty for the object itself.</param>
/// <param name="DryRun">Everything but the writing.</param>
internal sealed record WriteOptions(string FieldManager, string Subresource = "", bool DryRun = false);
