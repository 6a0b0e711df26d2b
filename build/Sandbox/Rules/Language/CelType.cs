namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>A type of CEL. As a value, <c>type(x)</c> gives it.</summary>
internal sealed class CelType(string name, params CelType[] parameters)
{
    public static readonly CelType Bool = new("bool");
    public static readonly CelType Int = new("int");
    public static readonly CelType Uint = new("uint");
    public static readonly CelType Double = new("double");
    public static readonly CelType String = new("string");
    public static readonly CelType Bytes = new("bytes");
    public static readonly CelType Null = new("null");
    public static readonly CelType Timestamp = new("timestamp");
    public static readonly CelType Duration = new("duration");
    public static readonly CelType Dyn = new("dyn");

    /// <summary>Of something that is wrong already: it fits everywhere, so that one mistake is told once.</summary>
    public static readonly CelType Error = new("!error!");

    /// <summary>Types that a text names without parameters.</summary>
    public static readonly IReadOnlyDictionary<string, CelType> Named = new[] { Bool, Int, Uint, Double, String, Bytes, Null, Timestamp, Duration, Dyn }
        .ToDictionary(t => t.Name, StringComparer.Ordinal);

    public string Name { get; } = name;

    public IReadOnlyList<CelType> Parameters { get; } = parameters;

    /// <summary>The fields of an object, under their names in CEL; null for other types.</summary>
    public IReadOnlyDictionary<string, CelType>? Fields { get; init; }

    public bool IsDyn => Name is "dyn" or "!error!";

    /// <summary>Stands for any type, the same in the whole signature.</summary>
    public bool IsVariable => Name.Length == 1;

    public bool IsList => Name == "list";

    public bool IsMap => Name == "map";

    public bool IsOptional => Name == "optional_type";

    public static CelType List(CelType element) => new("list", element);

    public static CelType Map(CelType key, CelType value) => new("map", key, value);

    public static CelType Optional(CelType value) => new("optional_type", value);

    public static CelType TypeOf(CelType type) => new("type", type);

    public static CelType Object(string name, IReadOnlyDictionary<string, CelType> fields) => new(name) { Fields = fields };

    public bool Same(CelType other) => Name == other.Name && Fields == other.Fields && Parameters.Zip(other.Parameters).All(p => p.First.Same(p.Second));

    public override string ToString() => Parameters.Count == 0 ? Name : $"{Name}({string.Join(", ", Parameters)})";
}
