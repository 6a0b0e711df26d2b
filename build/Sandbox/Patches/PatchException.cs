namespace SiteBuilder.Sandbox.Patches;

/// <summary>A patch does not fit the object.</summary>
internal sealed class PatchException(string message) : Exception(message);
