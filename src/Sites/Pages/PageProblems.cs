namespace SiteBuilder.Sites.Pages;

/// <summary>What is wrong with an input, by the field it is wrong in (<c>title</c>, <c>blocks[2].url</c>).</summary>
public sealed class PageProblems
{
    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);

    /// <summary>True when nothing is wrong.</summary>
    public bool None => _byField.Count == 0;

    /// <summary>Adds a sentence about a field.</summary>
    public void Add(string field, string problem)
    {
        if (!_byField.TryGetValue(field, out var problems))
        {
            _byField[field] = problems = [];
        }

        problems.Add(problem);
    }

    /// <summary>The problems in the form of a validation problem's <c>errors</c>.</summary>
    public Dictionary<string, string[]> ToErrors() => _byField.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
}
