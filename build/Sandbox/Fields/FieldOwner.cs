using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>One entry of managedFields.</summary>
/// <param name="Time">Of the last change that the manager made; empty where none is known.</param>
internal sealed record FieldOwner(string Manager, string Operation, string ApiVersion, string Subresource, string Time, FieldSet Fields)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>The same manager in the same role. One who applies stays the same across versions.</summary>
    public bool IsSame(FieldOwner other) => Manager == other.Manager && Operation == other.Operation && Subresource == other.Subresource
        && (Operation == Apply || ApiVersion == other.ApiVersion);

    /// <summary>Nobody where one of the entries is none.</summary>
    public static List<FieldOwner> Read(JsonNode? managedFields)
    {
        var owners = new List<FieldOwner>();
        foreach (var entry in managedFields as JsonArray ?? [])
        {
            if (entry.Text("operation") is not (Apply or Update) || entry.Text("fieldsType") != "FieldsV1") return [];
            var fields = entry.At("fieldsV1") as JsonObject ?? [];
            owners.Add(new FieldOwner(entry.Text("manager") ?? "", entry.Text("operation")!, entry.Text("apiVersion") ?? "",
                entry.Text("subresource") ?? "", entry.Text("time") ?? "", FieldSet.Parse(fields)));
        }
        return owners;
    }

    /// <summary>In the order in which a server writes them; owners of nothing are left out.</summary>
    public static JsonArray Write(IEnumerable<FieldOwner> owners) => [.. owners.Where(o => !o.Fields.IsEmpty)
        .OrderBy(o => o.Operation, StringComparer.Ordinal).ThenBy(o => o.Time, StringComparer.Ordinal).ThenBy(o => o.Manager, StringComparer.Ordinal)
        .ThenBy(o => o.ApiVersion, StringComparer.Ordinal).ThenBy(o => o.Subresource, StringComparer.Ordinal)
        .Select(o => o.ToJson())];

    /// <summary>As a conflict names it.</summary>
    public string Describe() => $"\"{Manager}\"{(Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "")}{(Operation == Update ? $" using {ApiVersion}" : "")}";

    private JsonObject ToJson()
    {
        var entry = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = Operation,
            ["apiVersion"] = ApiVersion,
        };
        if (Time.Length > 0) entry["time"] = Time;
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = Fields.ToJson();
        if (Subresource.Length > 0) entry["subresource"] = Subresource;
        return entry;
    }
}
