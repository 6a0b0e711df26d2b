using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>A request is refused with a Kubernetes Status object (kind Status, v1).</summary>
public sealed class StatusException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    /// <summary>HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>Machine-readable reason, such as NotFound, Conflict, AlreadyExists, Invalid.</summary>
    public string Reason { get; } = reason;

    /// <summary>name, group, kind, uid, causes; null where the server gives none.</summary>
    public JsonObject? Details { get; } = details;

    /// <summary>The token with which a list can go on; null everywhere else.</summary>
    internal string? Continue { get; init; }
}
