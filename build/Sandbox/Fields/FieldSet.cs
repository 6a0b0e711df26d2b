using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>
/// A set of paths into an object, as managedFields write it: <c>f:name</c> is a field, <c>k:{...}</c> an element by its keys,
/// <c>v:...</c> an element by its value. Never changes once it is shared.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>The path that leads here is itself in the set.</summary>
    public bool IsMember { get; private set; }

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => _children;

    public bool IsEmpty => !IsMember && _children.Count == 0;

    public FieldSet? this[string element] => _children.GetValueOrDefault(element);

    public static FieldSet Parse(JsonObject json)
    {
        var set = new FieldSet();
        foreach (var (name, value) in json)
        {
            if (name == ".")
            {
                set.IsMember = true;
                continue;
            }
            if (name is not ['f' or 'k' or 'v' or 'i', ':', ..]) continue;
            var child = Parse(value as JsonObject ?? []);
            if (child.IsEmpty) child.IsMember = true;
            set._children[name] = child;
        }
        return set;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, child) in _children)
        {
            var value = child.ToJson();
            if (child.IsMember && child._children.Count > 0) value.Insert(0, ".", new JsonObject());
            json[name] = value;
        }
        return json;
    }

    /// <summary>Adds to a set that is being built.</summary>
    public void Add(Stack<string> path)
    {
        var node = this;
        foreach (var element in path.Reverse())
        {
            if (!node._children.TryGetValue(element, out var child)) node._children[element] = child = new FieldSet();
            node = child;
        }
        node.IsMember = true;
    }

    public FieldSet Union(FieldSet other) => Combine(this, other, (a, b) => a || b, keepLeft: true, keepRight: true)!;

    public FieldSet Intersection(FieldSet other) => Combine(this, other, (a, b) => a && b, keepLeft: false, keepRight: false)!;

    /// <summary>Without exactly these paths.</summary>
    public FieldSet Difference(FieldSet other) => Combine(this, other, (a, b) => a && !b, keepLeft: true, keepRight: false)!;

    /// <summary>Without these paths and all below them.</summary>
    public FieldSet Without(FieldSet roots)
    {
        var result = new FieldSet { IsMember = IsMember };
        foreach (var (name, child) in _children)
        {
            if (roots[name] is not { } root) result._children[name] = child;
            else if (!root.IsMember && child.Without(root) is { IsEmpty: false } left) result._children[name] = left;
        }
        return result;
    }

    /// <summary>A copy in which the nodes that <paramref name="choose"/> names are members too.</summary>
    public FieldSet With(Func<string, bool> choose, Func<string, FieldSet, FieldSet> below)
    {
        var result = new FieldSet { IsMember = IsMember };
        foreach (var (name, child) in _children)
        {
            var copy = below(name, child);
            result._children[name] = copy.IsMember || !choose(name) ? copy : new FieldSet(copy, member: true);
        }
        return result;
    }

    /// <summary>Every path of the set as errors write it: at each level the members first, then what is below them.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        foreach (var (name, child) in _children)
        {
            if (child.IsMember) yield return prefix + FieldPath.Describe(name);
        }
        foreach (var (name, child) in _children)
        {
            foreach (var path in child.Paths(prefix + FieldPath.Describe(name))) yield return path;
        }
    }

    public bool Same(FieldSet other) =>
        IsMember == other.IsMember && _children.Count == other._children.Count && _children.All(c => other[c.Key] is { } same && c.Value.Same(same));

    public FieldSet()
    {
    }

    private FieldSet(FieldSet copied, bool member)
    {
        _children = copied._children;
        IsMember = member;
    }

    private static FieldSet? Combine(FieldSet? a, FieldSet? b, Func<bool, bool, bool> member, bool keepLeft, bool keepRight)
    {
        if (a is null) return keepRight ? b : null;
        if (b is null) return keepLeft ? a : null;
        var result = new FieldSet { IsMember = member(a.IsMember, b.IsMember) };
        foreach (var (name, child) in a._children)
        {
            if (Combine(child, b[name], member, keepLeft, keepRight) is { IsEmpty: false } combined) result._children[name] = combined;
        }
        if (!keepRight) return result;
        foreach (var (name, child) in b._children)
        {
            if (!a._children.ContainsKey(name)) result._children[name] = child;
        }
        return result;
    }
}
