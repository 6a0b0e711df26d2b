using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Rules.Policies;

/// <summary>The Status of a request that a policy denies.</summary>
internal static class PolicyRefusal
{
    public static StatusException Denied(PolicyRequest request, string message, string? reason)
    {
        reason ??= "Invalid";
        var code = reason switch { "Forbidden" => 403, "RequestEntityTooLarge" => 413, _ => 422 };
        var details = Refusal.Details(request.Kind.Group, request.Kind.Plural, request.Name);
        details["causes"] = new JsonArray(new JsonObject { ["message"] = message });
        return new StatusException(code, reason, $"{request.Kind.QualifiedPlural} \"{request.Name}\" is forbidden: {message}", details);
    }
}
