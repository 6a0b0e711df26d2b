using System.Globalization;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>The numbers of a type's fields in the binary form. Embedded types have a number of their own and their fields below it.</summary>
internal sealed class FieldNumbers
{
    public Dictionary<int, (string Name, FieldSchema Schema)> Fields { get; } = [];

    public Dictionary<int, FieldNumbers> Embedded { get; } = [];

    public static FieldNumbers Of(IEnumerable<KeyValuePair<string, FieldSchema>> fields)
    {
        var numbers = new FieldNumbers();
        foreach (var (name, schema) in fields)
        {
            if (schema.Number.Length == 0) continue;
            var path = schema.Number.Split('.').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
            var at = numbers;
            foreach (var step in path.SkipLast(1))
            {
                if (!at.Embedded.TryGetValue(step, out var below)) at.Embedded[step] = below = new FieldNumbers();
                at = below;
            }
            at.Fields[path[^1]] = (name, schema);
        }
        return numbers;
    }
}
