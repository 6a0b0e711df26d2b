namespace SiteBuilder.Sandbox.Patches;

/// <summary>A patch does not fit the object.</summary>
internal sealed class PatchException(string message, bool malformed = false) : Exception(message)
{
    /// <summary>It would fit no object.</summary>
    public bool IsMalformed { get; } = malformed;
}
