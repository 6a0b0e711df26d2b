namespace SiteBuilder.Sandbox.Objects;

/// <summary>A value has the wrong form for its field; the message is worded as a real server's.</summary>
internal sealed class DecodeException(string message) : Exception(message);
