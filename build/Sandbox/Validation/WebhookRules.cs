using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Where a webhook is and which forms of requests it understands.</summary>
internal static class WebhookRules
{
    private const string Form = "; desired format: https://host[/path]";

    public static void Client(JsonObject client, string path, List<Cause> causes)
    {
        var (url, service) = (client.Text("url"), client.Object("service"));
        if ((url is null) == (service is null)) causes.Add(Cause.Required(path, "exactly one of url or service is required"));
        else if (url is not null) Url(url, $"{path}.url", causes);
        else Service(service!, $"{path}.service", causes);
    }

    public static void Versions(JsonNode versions, string path, List<Cause> causes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var version in versions.AsArray().Select(v => v!.ToString()))
        {
            var place = $"{path}[{at++}]";
            if (seen.Add(version)) causes.AddInvalid(place, version, Names.Label1035(version));
            else causes.Add(Cause.Invalid(place, version, "duplicate version"));
        }
        if (!seen.Overlaps(["v1", "v1beta1"])) causes.Add(Cause.Invalid(path, versions, "must include at least one of v1, v1beta1"));
    }

    private static void Url(string url, string path, List<Cause> causes)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? url[..end] : "";
        if (scheme != "https") causes.Add(Cause.Invalid(path, scheme, $"'https' is the only allowed URL scheme{Form}"));
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || scheme.Length == 0)
        {
            causes.Add(Cause.Invalid(path, "", $"host must be specified{Form}"));
            return;
        }
        if (parsed.UserInfo.Length > 0) causes.Add(Cause.Invalid(path, parsed.UserInfo, "user information is not permitted in the URL"));
        if (parsed.Fragment.Length > 1) causes.Add(Cause.Invalid(path, parsed.Fragment[1..], "fragments are not permitted in the URL"));
        if (parsed.Query.Length > 1) causes.Add(Cause.Invalid(path, parsed.Query[1..], "query parameters are not permitted in the URL"));
    }

    private static void Service(JsonObject service, string path, List<Cause> causes)
    {
        // a real server takes each for the other
        if (service.Text("namespace") is null or "") causes.Add(Cause.Required($"{path}.name"));
        if (service.Text("name") is null or "") causes.Add(Cause.Required($"{path}.namespace"));
        if (service.Number("port") is { } port and (< 1 or > 65535)) causes.Add(Cause.Invalid($"{path}.port", port, "port is not valid: must be between 1 and 65535, inclusive"));
        if (service.Text("path") is not { Length: > 0 } target || target == "/") return;
        path += ".path";
        if (target == "//")
        {
            causes.Add(Cause.Invalid(path, target, "segment[0] may not be empty"));
            return;
        }
        if (target[0] != '/') causes.Add(Cause.Invalid(path, target, "must start with a '/'"));
        var steps = (target.EndsWith('/') ? target[1..^1] : target[1..]).Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Length == 0) causes.Add(Cause.Invalid(path, target, $"segment[{i}] may not be empty"));
            else causes.AddInvalid(path, target, Names.Subdomain(steps[i]).Select(p => $"segment[{i}]: {p}"));
        }
    }
}
