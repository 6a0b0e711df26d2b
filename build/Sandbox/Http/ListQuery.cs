using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Selectors;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The options of a list or watch.</summary>
internal sealed record ListQuery(LabelSelector Labels, FieldSelector Fields)
{
    public bool Watch { get; init; }
    public string ResourceVersion { get; init; } = "";
    public string Match { get; init; } = "";
    public long Limit { get; init; }
    public bool Bookmarks { get; init; }
    public bool SendInitialEvents { get; init; }
    public long? TimeoutSeconds { get; init; }

    /// <summary>Where the next page begins: the version of the list and the last namespace and name of the page before.</summary>
    public (long Version, string Namespace, string Name)? Continue { get; init; }

    public bool SelectsAll => Labels.IsEmpty && Fields.IsEmpty;

    public bool Matches(StoredObject obj) => Labels.Matches(obj.Object) && Fields.Matches(obj.Object);

    public static ListQuery Parse(IQueryCollection query, ApiTarget target)
    {
        var fields = query["fieldSelector"].ToString();
        if (target.Watch && target.Name is { } name) fields = $"metadata.name={name}";
        var result = new ListQuery(LabelSelector.Parse(query["labelSelector"].ToString()), FieldSelector.Parse(fields, target.Kind))
        {
            Watch = target.Watch || Flag(query, "watch"),
            ResourceVersion = query["resourceVersion"].ToString(),
            Match = query["resourceVersionMatch"].ToString(),
            Limit = long.TryParse(query["limit"], CultureInfo.InvariantCulture, out var limit) ? limit : 0,
            Bookmarks = Flag(query, "allowWatchBookmarks"),
            SendInitialEvents = Flag(query, "sendInitialEvents"),
            TimeoutSeconds = long.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? seconds : null,
            Continue = query["continue"].ToString() is { Length: > 0 } token ? ReadToken(token) : null,
        };
        result.Check();
        return result;
    }

    public static string Token(long version, StoredObject last) => Convert.ToBase64String(JsonText.Utf8(
        new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = version, ["ns"] = last.Key.Namespace, ["start"] = last.Key.Name }))
        .Replace('+', '-').Replace('/', '_').TrimEnd('=');

    public static StatusException NotANumber(string version, int code, string prefix = "") =>
        new(code, code == 400 ? "BadRequest" : "", $"{prefix}resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax");

    private static (long, string, string) ReadToken(string token)
    {
        try
        {
            var padded = token.Replace('-', '+').Replace('_', '/').PadRight((token.Length + 3) / 4 * 4, '=');
            var node = JsonText.ParseObject(Convert.FromBase64String(padded));
            return (node.Number("rv") ?? 0, node.Text("ns") ?? "", node.Text("start") ?? "");
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw Refusal.BadRequest("continue key is not valid: illegal base64 data at input byte 0");
        }
    }

    private void Check()
    {
        var causes = new List<Cause>();
        if (Watch && SendInitialEvents)
        {
            if (Match != "NotOlderThan")
            {
                causes.Add(Cause.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
                if (Match.Length > 0) causes.Add(Cause.NotSupported("resourceVersionMatch", Match, ["NotOlderThan"]));
            }
        }
        else if (Match.Length > 0)
        {
            if (Watch) causes.Add(Cause.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
            else if (ResourceVersion.Length == 0) causes.Add(Cause.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
            else if (Match is not ("Exact" or "NotOlderThan")) causes.Add(Cause.NotSupported("resourceVersionMatch", Match, ["Exact", "NotOlderThan", ""]));
            else if (Match == "Exact" && ResourceVersion == "0") causes.Add(Cause.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }
        if (causes.Count > 0) throw Refusal.InvalidOptions("ListOptions", causes);
    }

    private static bool Flag(IQueryCollection query, string name) => query[name].ToString() is "true" or "1" or "True" || (query.ContainsKey(name) && query[name].ToString().Length == 0 && name == "watch");
}
