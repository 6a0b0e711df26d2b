using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http.Tables;

/// <summary>The Table that kubectl prints.</summary>
internal static class TableBuilder
{
    private static readonly IReadOnlyList<TableColumn> Plain = [new("Name", "string", "name", "", 0), new("Created At", "date", "", "", 0)];

    public static JsonObject Build(
        ResourceKind kind, IEnumerable<StoredObject> objects, MediaType accept, string? version, string? next, long left, bool columns = true)
    {
        if (accept.IncludeObject is not ("" or "Metadata" or "Object" or "None"))
        {
            throw Refusal.BadRequest($"Unable to convert to Table as requested: includeObject: Invalid value: \"{accept.IncludeObject}\": must be 'Metadata', 'Object', 'None', or empty");
        }
        var metadata = new JsonObject();
        if (version is not null) metadata["resourceVersion"] = version;
        if (next is not null) metadata["continue"] = next;
        if (left > 0) metadata["remainingItemCount"] = left;
        var shown = kind.Columns.Count > 0 ? kind.Columns : Plain;
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = $"meta.k8s.io/{accept.Version}",
            ["metadata"] = metadata,
            ["columnDefinitions"] = columns ? new JsonArray([.. shown.Select(Definition)]) : null,
            ["rows"] = new JsonArray([.. objects.Select(o => Row(kind, shown, o, accept))]),
        };
    }

    /// <summary>The row of an object of which there are only metadata.</summary>
    public static JsonObject Row(ResourceKind kind, JsonObject partial) => new()
    {
        ["cells"] = new JsonArray([.. (kind.Columns.Count > 0 ? kind.Columns : Plain).Select(c => c.Name == "Name" ? "" : Cell(kind, c, partial))]),
        ["object"] = partial,
    };

    private static JsonObject Definition(TableColumn column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = column.Description,
        ["priority"] = column.Priority,
    };

    private static JsonObject Row(ResourceKind kind, IReadOnlyList<TableColumn> columns, StoredObject obj, MediaType accept)
    {
        JsonObject row = new() { ["cells"] = new JsonArray([.. columns.Select(c => Cell(kind, c, obj.Object))]) };
        if (kind is { Kind: "Pod", Group: "" } && Ended(obj.Object.Text("status", "phase")) is { } ended) row["conditions"] = new JsonArray(ended);
        row["object"] = accept.IncludeObject switch { "None" => null, "Object" => obj.Object.DeepClone(), _ => Answer.Partial(obj) };
        return row;
    }

    /// <summary>How a finished pod is marked, so that a client may leave it out.</summary>
    private static JsonObject? Ended(string? phase) => phase is not ("Succeeded" or "Failed") ? null : new JsonObject
    {
        ["type"] = "Completed",
        ["status"] = "True",
        ["reason"] = phase,
        ["message"] = phase == "Failed" ? "The pod failed." : "The pod has completed successfully.",
    };

    private static JsonNode? Cell(ResourceKind kind, TableColumn column, JsonObject obj)
    {
        if (column.JsonPath is { } path) return Cells.Custom(obj, path, column.Type);
        return column.Name switch
        {
            "Name" => obj.Text("metadata", "name"),
            "Created At" => obj.Text("metadata", "creationTimestamp"),
            "Age" => Cells.Age(obj.Text("metadata", "creationTimestamp")),
            _ => Cells.Of(kind.Kind, column.Name, obj),
        };
    }
}
