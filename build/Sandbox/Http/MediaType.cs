using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The form in which a client wants its answer.</summary>
/// <param name="As">Table, PartialObjectMetadata, PartialObjectMetadataList, APIGroupDiscoveryList; empty for the object itself.</param>
internal sealed record MediaType(string As, string Version, bool IsYaml = false, string IncludeObject = "")
{
    public static readonly MediaType Json = new("", "");

    public bool IsTable => As == "Table";

    /// <summary>The first form of the Accept header that can be given.</summary>
    /// <exception cref="StatusException">406: none can.</exception>
    public static MediaType Choose(HttpContext context, params string[] forms)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (accept.Length == 0) return Json;
        var odd = false;
        foreach (var entry in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split(';', StringSplitOptions.TrimEntries);
            var parameters = parts.Skip(1).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
            var form = parameters.GetValueOrDefault("as") ?? "";
            var json = parts[0] is "application/json" or "*/*" or "application/*";
            if (form.Length > 0 && json)
            {
                if (forms.Contains(form)) return new MediaType(form, parameters.GetValueOrDefault("v") ?? "v1", false, context.Request.Query["includeObject"].ToString());
                odd = true;
            }
            else if (json)
            {
                return Json;
            }
            else if (parts[0] is "application/yaml")
            {
                return new MediaType("", "", IsYaml: true);
            }
        }
        throw odd
            ? new StatusException(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf")
            : new StatusException(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf", []);
    }
}
