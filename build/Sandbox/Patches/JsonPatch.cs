using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Patches;

/// <summary>JSON patch (RFC 6902), as lenient as a real server's: a field that is not there can be replaced and copied, and lists are also counted from their end.</summary>
internal static class JsonPatch
{
    private static readonly string[] Fields = ["op", "path", "from", "value"];

    /// <summary>Fields that no operation has, as problems of the patch.</summary>
    public static IEnumerable<string> Unknown(JsonArray operations) => operations.SelectMany((operation, i) =>
        (operation as JsonObject ?? []).Select(p => p.Key).Where(name => !Fields.Contains(name)).Select(name => $"json patch unknown field \"[{i}].{name}\""));

    /// <exception cref="PatchException">An operation cannot be done.</exception>
    public static JsonObject Apply(JsonObject original, JsonArray operations)
    {
        JsonNode? document = original.DeepClone();
        foreach (var operation in operations)
        {
            var path = operation.Text("path") ?? throw new PatchException("an operation has no path");
            var value = operation!["value"];
            switch (operation.Text("op"))
            {
                case "add":
                    Place.Of(document, path).Add(value);
                    break;
                case "remove":
                    Place.Of(document, path).Remove();
                    break;
                case "replace" when path.Length == 0:
                    document = value?.DeepClone();
                    break;
                case "replace":
                    Place.Of(document, path).Replace(value);
                    break;
                case "move":
                    var moved = Place.Of(document, From(operation));
                    var from = moved.Value;
                    moved.Remove();
                    Place.Of(document, path).Add(from);
                    break;
                case "copy":
                    Place.Of(document, path).Add(Place.Of(document, From(operation)).Value);
                    break;
                case "test":
                    if (!JsonAccess.Same(path.Length == 0 ? document : Place.Of(document, path).Value, value)) throw new PatchException($"the value at {path} is another");
                    break;
                default:
                    throw new PatchException("there is no such operation");
            }
        }
        return document as JsonObject ?? throw new PatchException("the patched document is not an object");
    }

    private static string From(JsonNode operation) => operation.Text("from") ?? throw new PatchException("an operation has no from");

    /// <summary>Where an operation acts: a field of an object or a place in a list.</summary>
    private readonly record struct Place(JsonNode Parent, string Name)
    {
        /// <summary>Null where nothing is.</summary>
        public JsonNode? Value => Parent is JsonObject obj ? obj[Name] : ((JsonArray)Parent)[Index(((JsonArray)Parent).Count - 1)];

        public static Place Of(JsonNode? document, string path)
        {
            if (!path.StartsWith('/')) throw new PatchException($"{path} is no path");
            var parts = path[1..].Split('/').Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
            var parent = document;
            foreach (var part in parts[..^1])
            {
                parent = parent switch
                {
                    JsonObject or JsonArray => new Place(parent, part).Value,
                    _ => null,
                };
            }
            return parent is JsonObject or JsonArray ? new Place(parent, parts[^1]) : throw new PatchException($"nothing is above {path}");
        }

        public void Add(JsonNode? value)
        {
            if (Parent is JsonObject obj) obj[Name] = value?.DeepClone();
            else if (Name == "-") ((JsonArray)Parent).Add(value?.DeepClone());
            else ((JsonArray)Parent).Insert(Index(((JsonArray)Parent).Count), value?.DeepClone());
        }

        public void Replace(JsonNode? value)
        {
            if (Parent is JsonObject obj) obj[Name] = value?.DeepClone();
            else ((JsonArray)Parent)[Index(((JsonArray)Parent).Count - 1)] = value?.DeepClone();
        }

        public void Remove()
        {
            if (Parent is JsonArray list) list.RemoveAt(Index(list.Count - 1));
            else if (!((JsonObject)Parent).Remove(Name)) throw new PatchException($"there is no {Name}");
        }

        private int Index(int last)
        {
            if (!int.TryParse(Name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) throw new PatchException($"{Name} is no place in a list");
            if (index < 0) index += last + 1;
            return index >= 0 && index <= last ? index : throw new PatchException($"the list has no place {Name}");
        }
    }
}
