using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Configurations of admission webhooks. They are checked and kept; the sandbox calls no webhook.</summary>
internal static class WebhookRules
{
    private const string Form = "; desired format: https://host[/path]";

    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var hook in obj.Objects("webhooks"))
        {
            var path = $"webhooks[{at++}]";
            Hook(hook, path, causes);
            var versions = hook["admissionReviewVersions"];
            if (!hook.Texts("admissionReviewVersions").Any()) causes.Add(Cause.Required($"{path}.admissionReviewVersions", "must specify one of v1, v1beta1"));
            else Versions(versions!, $"{path}.admissionReviewVersions", causes);
            if (hook.Text("name") is { Length: > 0 } name && !names.Add(name)) causes.Add(Cause.Duplicate($"{path}.name", name));
        }
    }

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

    public static void Conditions(JsonObject hook, string path, List<Cause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var conditions = hook.Objects("matchConditions").ToList();
        if (conditions.Count > 64) causes.Add(Cause.TooMany(path, conditions.Count, 64));
        for (var i = 0; i < conditions.Count; i++)
        {
            if ((conditions[i].Text("expression") ?? "").Trim().Length == 0) causes.Add(Cause.Required($"{path}[{i}].expression"));
            causes.AddRequiredName($"{path}[{i}].name", conditions[i].Text("name"), Names.Qualified);
            if (conditions[i].Text("name") is { Length: > 0 } name && !names.Add(name)) causes.Add(Cause.Duplicate($"{path}[{i}].name", name));
        }
    }

    private static void Hook(JsonObject hook, string path, List<Cause> causes)
    {
        causes.AddRequiredName($"{path}.name", hook.Text("name"), Names.Domain);
        var at = 0;
        foreach (var rule in hook.Objects("rules")) AdmissionRules.Rule(rule, $"{path}.rules[{at++}]", causes);
        causes.AddUnlessOneOf($"{path}.failurePolicy", hook.Text("failurePolicy"), "Fail", "Ignore");
        causes.AddUnlessOneOf($"{path}.matchPolicy", hook.Text("matchPolicy"), "Equivalent", "Exact");
        if (hook.Text("sideEffects") is not { } effects) causes.Add(Cause.Required($"{path}.sideEffects", "must specify one of None, NoneOnDryRun"));
        else causes.AddUnlessOneOf($"{path}.sideEffects", effects, "None", "NoneOnDryRun");
        if (hook.Number("timeoutSeconds") is < 1 or > 30) causes.Add(Cause.Invalid($"{path}.timeoutSeconds", hook["timeoutSeconds"], "the timeout value must be between 1 and 30 seconds"));
        foreach (var selector in (ReadOnlySpan<string>)["namespaceSelector", "objectSelector"]) SelectorRules.Check(hook.Object(selector), $"{path}.{selector}", causes);
        causes.AddUnlessOneOf($"{path}.reinvocationPolicy", hook.Text("reinvocationPolicy"), "IfNeeded", "Never");
        Client(hook.Object("clientConfig") ?? [], $"{path}.clientConfig", causes);
        Conditions(hook, $"{path}.matchConditions", causes);
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
