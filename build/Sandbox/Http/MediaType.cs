using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The form in which a client wants its answer.</summary>
/// <param name="As">Table, PartialObjectMetadata, PartialObjectMetadataList, APIGroupDiscoveryList; empty for the object itself.</param>
internal sealed record MediaType(string As, string Version, bool IsYaml = false, string IncludeObject = "")
{
    private const string AggregatedForm = "APIGroupDiscoveryList";
    private const string ListForm = "PartialObjectMetadataList";
    private const string Available = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <summary>What a request for one object can name. That the last is for lists is found out when there is an answer.</summary>
    public static readonly string[] ObjectForms = ["Table", "PartialObjectMetadata", ListForm];

    public static readonly MediaType Json = new("", "");

    public bool IsTable => As == "Table";

    public static bool PrefersYaml(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Split(',', ';')[0].Trim() == "application/yaml";

    /// <summary>The forms of one object.</summary>
    public static MediaType OfObject(HttpContext context, string kind)
    {
        var chosen = Choose(context, ObjectForms);
        return chosen.As != ListForm ? chosen : throw new StatusException(406, "NotAcceptable", $"you requested PartialObjectMetadataList, but the requested object is not a list ({kind})");
    }

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
            var json = parts[0] is "application/json" or "*/*";
            if (form.Length > 0 && json)
            {
                if (forms.Contains(form) && (form == AggregatedForm || parameters.GetValueOrDefault("v") is "v1" or "v1beta1")) return new MediaType(form, parameters.GetValueOrDefault("v") ?? "v1", false, context.Request.Query["includeObject"].ToString());
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
        var custom = context.Features.Get<ApiTarget>()?.Kind.IsCustom == true;
        // a real server has the binary form of its own kinds; here there is none
        if (!custom && accept.Contains(Body.Binary, StringComparison.Ordinal)) throw new StatusException(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml");
        if (odd || custom) throw new StatusException(406, "NotAcceptable", $"only the following media types are accepted: {Available}");
        var streams = forms is [_, ListForm, ..] ? ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch" : "";
        throw new StatusException(406, "NotAcceptable", $"406: Not Acceptable\n\nAvailable representations: {Available}{streams}", []);
    }
}
