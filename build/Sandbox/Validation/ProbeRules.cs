using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Probes and the hooks of a container's life.</summary>
internal static class ProbeRules
{
    public static void Check(JsonObject probe, string path, List<Cause> causes)
    {
        Handler(probe, path, causes);
        foreach (var field in (ReadOnlySpan<string>)["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"])
        {
            causes.AddNegative($"{path}.{field}", probe.Number(field));
        }
        if (probe.Number("terminationGracePeriodSeconds") is <= 0) causes.Add(Cause.Invalid($"{path}.terminationGracePeriodSeconds", probe.Number("terminationGracePeriodSeconds"), "must be greater than 0"));
        if (path.EndsWith("readinessProbe", StringComparison.Ordinal))
        {
            if (probe["terminationGracePeriodSeconds"] is { } period) causes.Add(Cause.Invalid($"{path}.terminationGracePeriodSeconds", period, "must not be set for readinessProbes"));
            return;
        }
        if (probe.Number("successThreshold") is not (null or 1)) causes.Add(Cause.Invalid($"{path}.successThreshold", probe.Number("successThreshold"), "must be 1"));
    }

    public static void Handler(JsonObject handler, string path, List<Cause> causes, long? grace = null)
    {
        var found = 0;
        foreach (var kind in (ReadOnlySpan<string>)["exec", "httpGet", "tcpSocket", "grpc", "sleep"])
        {
            if (handler.Object(kind) is not { } action) continue;
            if (++found > 1)
            {
                causes.Add(Cause.Forbidden($"{path}.{kind}", "may not specify more than 1 handler type"));
                continue;
            }
            switch (kind)
            {
                case "exec":
                    if (!action.Texts("command").Any()) causes.Add(Cause.Required($"{path}.exec.command"));
                    break;
                case "httpGet":
                    if (action.Text("path") is null or "") causes.Add(Cause.Required($"{path}.httpGet.path"));
                    PodRules.PortOrName(action["port"], $"{path}.httpGet.port", causes);
                    causes.AddUnlessOneOf($"{path}.httpGet.scheme", action.Text("scheme"), "HTTP", "HTTPS");
                    foreach (var header in action.Objects("httpHeaders")) causes.AddInvalid($"{path}.httpGet.httpHeaders", header.Text("name") ?? "", Names.Header(header.Text("name") ?? ""));
                    break;
                case "sleep":
                    var seconds = action.Number("seconds") ?? 0;
                    if (seconds < 0 || seconds > grace) causes.Add(Cause.Invalid($"{path}.sleep", seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({grace})"));
                    break;
                case "tcpSocket" or "grpc":
                    PodRules.PortOrName(action["port"], $"{path}.{kind}.port", causes);
                    break;
            }
        }
        if (found == 0) causes.Add(Cause.Required(path, "must specify a handler type"));
    }
}
