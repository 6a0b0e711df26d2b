using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>
/// One block of keys: every read names a key that is allowed here, so that <see cref="Finish"/> can report the others.
/// A wrong value is reported and its default returned, so that reading goes on and finds the rest.
/// </summary>
internal sealed class YamlSection(string path, YamlMappingNode? node, Mark start, ProblemList problems)
{
    private readonly List<string> _known = [];

    /// <summary>False when the file does not have the block.</summary>
    public bool Exists => node is not null;

    public string Path => path;

    public Mark Start => start;

    public bool Has(string key) => Find(key) is not null;

    /// <summary>A value with a default.</summary>
    public T Optional<T>(string key, Scalar<T> kind, T fallback) => Take(key) is { } value ? Read(value, PathOf(key), kind, fallback) : fallback;

    /// <summary>A value that must be there; the fallback only lets reading go on.</summary>
    public T Required<T>(string key, Scalar<T> kind, T fallback)
    {
        if (Take(key) is { } value)
        {
            return Read(value, PathOf(key), kind, fallback);
        }

        if (!IsBroken)
        {
            problems.Add(start, $"{PathOf(key)} is missing: expected {kind.Expected}");
        }

        return fallback;
    }

    /// <summary>A block inside this one; a missing block reads as an empty one.</summary>
    public YamlSection Section(string key)
    {
        switch (Take(key))
        {
            case null:
                return new YamlSection(PathOf(key), null, start, problems);
            case YamlMappingNode mapping:
                return new YamlSection(PathOf(key), mapping, mapping.Start, problems);
            case var other:
                problems.Add(other.Start, $"{PathOf(key)}: expected keys with values, found {NodeText.Describe(other)}");
                return new YamlSection(PathOf(key), new YamlMappingNode(), other.Start, problems) { IsBroken = true };
        }
    }

    /// <summary>True for a block that was reported already: nothing in it is missed.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>True when the key has a block as its value.</summary>
    public bool HasBlock(string key) => Find(key) is YamlMappingNode;

    /// <summary>A list of at least one value.</summary>
    public IReadOnlyList<ScalarItem<T>> RequiredList<T>(string key, Scalar<T> kind, T fallback)
    {
        if (!Has(key))
        {
            Take(key);
            problems.Add(start, $"{PathOf(key)} is missing: expected a list, each {kind.Expected}");
            return [];
        }

        var items = List(key, kind, fallback);
        if (items is [])
        {
            Report(key, ": expected at least one, found an empty list");
        }

        return items ?? [];
    }

    /// <summary>A list of values; null when the key is missing or no list.</summary>
    public IReadOnlyList<ScalarItem<T>>? List<T>(string key, Scalar<T> kind, T fallback)
    {
        switch (Take(key))
        {
            case null:
                return null;
            case YamlSequenceNode sequence:
                return [.. sequence.Children.Select((child, index) => new ScalarItem<T>(child.Start, Read(child, $"{PathOf(key)}[{index}]", kind, fallback)))];
            case var other:
                problems.Add(other.Start, $"{PathOf(key)}: expected a list, found {NodeText.Describe(other)}");
                return null;
        }
    }

    /// <summary>A list of blocks that must be there; null when the key is missing or no list.</summary>
    public IReadOnlyList<YamlSection>? Sections(string key)
    {
        if (!Has(key))
        {
            problems.Add(start, $"{PathOf(key)} is missing: expected a list");
        }

        return OptionalSections(key);
    }

    /// <summary>A list of blocks; null when the key is missing or no list.</summary>
    public IReadOnlyList<YamlSection>? OptionalSections(string key)
    {
        switch (Take(key))
        {
            case null:
                return null;
            case YamlSequenceNode sequence:
                return [.. sequence.Children.Select((child, index) => Item(child, $"{PathOf(key)}[{index}]")).OfType<YamlSection>()];
            case var other:
                problems.Add(other.Start, $"{PathOf(key)}: expected a list, found {NodeText.Describe(other)}");
                return null;
        }
    }

    /// <summary>Where the value of a key stands, or the block itself.</summary>
    public Mark PlaceOf(string key) => Find(key)?.Start ?? start;

    /// <summary>Adds a problem that concerns one key.</summary>
    public void Report(string key, string message) => problems.Add(PlaceOf(key), $"{PathOf(key)}{message}");

    /// <summary>Adds a problem at a place inside the block.</summary>
    public void Report(Mark where, string key, string message) => problems.Add(where, $"{PathOf(key)}{message}");

    /// <summary>Reports the keys that nobody asked for.</summary>
    /// <param name="noun">What a key of this block is: key, service.</param>
    public void Finish(string noun = "key")
    {
        foreach (var key in node?.Children.Keys ?? [])
        {
            if (key is YamlScalarNode { Value: { } name } && _known.Contains(name))
            {
                continue;
            }

            var found = (key as YamlScalarNode)?.Value ?? "";
            var known = string.Join(", ", _known);
            problems.Add(key.Start, NearestName.Of(found, _known) is { } nearest
                ? $"{PathOf(found)} is no known {noun}, did you mean '{nearest}'? Known: {known}"
                : $"{PathOf(found)} is no known {noun}; known: {known}");
        }
    }

    private YamlSection? Item(YamlNode child, string itemPath)
    {
        if (child is YamlMappingNode mapping)
        {
            return new YamlSection(itemPath, mapping, mapping.Start, problems);
        }

        problems.Add(child.Start, $"{itemPath}: expected keys with values, found {NodeText.Describe(child)}");
        return null;
    }

    private T Read<T>(YamlNode value, string valuePath, Scalar<T> kind, T fallback)
    {
        if (value is YamlScalarNode scalar && !NodeText.IsEmpty(scalar) && (kind.AllowsQuotes || scalar.Style == ScalarStyle.Plain)
            && kind.TryParse(scalar.Value ?? "", out var parsed))
        {
            return parsed;
        }

        problems.Add(value.Start, $"{valuePath}: expected {kind.Expected}, found {NodeText.Describe(value)}{kind.Hint(value)}");
        return fallback;
    }

    private YamlNode? Take(string key)
    {
        _known.Add(key);
        return Find(key);
    }

    private YamlNode? Find(string key) => node is not null && node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
