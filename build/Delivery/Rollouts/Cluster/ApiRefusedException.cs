using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>The API server answered a request with a Status of failure.</summary>
internal sealed class ApiRefusedException(int code, string reason, string message, IReadOnlyList<StatusCause> causes, TimeSpan? retryAfter = null) : Exception(message)
{
    private const string TypedPatch = "failed to create typed patch object";

    /// <summary>HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>Such as <c>NotFound</c>, <c>Conflict</c>, <c>Invalid</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary>What exactly is wrong; may be empty.</summary>
    public IReadOnlyList<StatusCause> Causes { get; } = causes;

    /// <summary>When the server wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether other field managers own fields that we want to set.</summary>
    public bool IsFieldConflict => Code == 409 && Causes.Any(c => c.Reason == "FieldManagerConflict");

    /// <summary>Whether somebody else changed the object at the same moment; asked once more, the server answers otherwise.</summary>
    public bool IsRace => Code == 409 && Reason == "Conflict" && Causes.Count == 0;

    /// <summary>Whether the object has fields that its kind does not know. The API server calls that an internal error, but it stays as it is.</summary>
    public bool IsMisshapen => Code == 500 && Message.StartsWith(TypedPatch, StringComparison.Ordinal);

    /// <summary>Whether the same request will be refused again: the fault is in what was asked.</summary>
    public bool IsFinal => IsMisshapen || Code is (< 500 and not 429) or 501;

    /// <summary>Whether the object is as it may not become: a field that cannot change, or a value that is not allowed.</summary>
    public bool IsInvalid => Code == 422;

    /// <summary>A webhook that cannot be called may still be starting; one that denies is another answer.</summary>
    public bool IsWebhookAway => Code == 500 && (Message.Contains("failed calling webhook", StringComparison.Ordinal) || Message.Contains("conversion webhook for", StringComparison.Ordinal));

    /// <summary>Reads the body of an answer; a body that is no Status is quoted.</summary>
    public static ApiRefusedException From(int code, string body, TimeSpan? retryAfter = null)
    {
        JsonNode? status = null;
        try
        {
            status = JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            // a proxy or a page in between: quoted below
        }

        if (status.Text("kind") != "Status")
        {
            var text = body.Trim();
            return new ApiRefusedException(code, "", text.Length == 0 ? $"HTTP {code}" : $"HTTP {code}: {text[..Math.Min(text.Length, 300)]}", [], retryAfter);
        }

        var causes = status.Items("details", "causes").Select(c => new StatusCause(c.Text("reason") ?? "", c.Text("message") ?? "", c.Text("field"))).ToList();
        return new ApiRefusedException(code, status.Text("reason") ?? "", status.Text("message") ?? $"HTTP {code}", causes, retryAfter);
    }
}
