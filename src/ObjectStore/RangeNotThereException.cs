namespace SiteBuilder.ObjectStore;

/// <summary>A part of an object was asked for that begins behind its end.</summary>
public sealed class RangeNotThereException(string message, Exception cause) : Exception(message, cause);
