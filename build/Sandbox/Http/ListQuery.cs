using System.Globalization;
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

    /// <summary>Null where the client says nothing of it.</summary>
    public bool? SendInitialEvents { get; init; }
    public long? TimeoutSeconds { get; init; }

    public ContinueToken? Continue { get; private init; }

    private bool HasContinue { get; init; }

    public bool SelectsAll => Labels.IsEmpty && Fields.IsEmpty;

    public bool Matches(StoredObject obj) => Labels.Matches(obj.Object) && Fields.Matches(obj.Object);

    public static ListQuery Parse(IQueryCollection query, ApiTarget target)
    {
        var fields = query["fieldSelector"].ToString();
        if (target.Watch && target.Name is { } name) fields = $"metadata.name={name}";
        var result = new ListQuery(LabelSelector.Parse(query["labelSelector"].ToString()), FieldSelector.Parse(fields, target.Kind))
        {
            Watch = target.Watch || Flag(query, "watch") == true,
            ResourceVersion = query["resourceVersion"].ToString(),
            Match = query["resourceVersionMatch"].ToString(),
            Limit = Number(query, "limit") ?? 0,
            Bookmarks = Flag(query, "allowWatchBookmarks") == true,
            SendInitialEvents = Flag(query, "sendInitialEvents"),
            TimeoutSeconds = Number(query, "timeoutSeconds") is > 0 and var seconds ? seconds : null,
            HasContinue = query["continue"].ToString().Length > 0,
        };
        result.Check();
        return result.HasContinue && !result.Watch ? result with { Continue = ContinueToken.Parse(query["continue"].ToString()) } : result;
    }

    public static StatusException NotANumber(string version, int code, string prefix = "") =>
        new(code, code == 400 ? "BadRequest" : "", $"{prefix}resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax");

    private void Check()
    {
        var causes = new List<Cause>();
        void Forbid(string why) => causes.Add(Cause.Forbidden("resourceVersionMatch", why));
        if (Watch)
        {
            if (SendInitialEvents is not null && Match != "NotOlderThan") Forbid("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
            if (Match.Length > 0 && SendInitialEvents is null) Forbid("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
            if (HasContinue && (Match.Length > 0 || (SendInitialEvents is null && ResourceVersion is "" or "0"))) Forbid("resourceVersionMatch is forbidden when continue is provided");
            if (Match is not ("" or "NotOlderThan")) causes.Add(Cause.NotSupported("resourceVersionMatch", Match, ["NotOlderThan"]));
        }
        else if (Match.Length > 0)
        {
            if (ResourceVersion.Length == 0) Forbid("resourceVersionMatch is forbidden unless resourceVersion is provided");
            if (HasContinue) Forbid("resourceVersionMatch is forbidden when continue is provided");
            if (Match is not ("Exact" or "NotOlderThan")) causes.Add(Cause.NotSupported("resourceVersionMatch", Match, ["Exact", "NotOlderThan", ""]));
            if (Match == "Exact" && ResourceVersion == "0") Forbid("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
        if (!Watch && SendInitialEvents is not null) causes.Add(Cause.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        if (causes.Count > 0) throw Refusal.InvalidOptions("ListOptions", causes);
    }

    /// <summary>Whatever is given and does not say no means yes.</summary>
    public static bool? Flag(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) ? values[0] is not "0" && !string.Equals(values[0], "false", StringComparison.OrdinalIgnoreCase) : null;

    private static long? Number(IQueryCollection query, string name)
    {
        if (query[name].FirstOrDefault() is not { Length: > 0 } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Refusal.BadRequest(
            $"strconv.ParseInt: parsing \"{text}\": {(text.AsSpan(text[0] == '-' ? 1 : 0).ContainsAnyExceptInRange('0', '9') ? "invalid syntax" : "value out of range")}");
    }
}
