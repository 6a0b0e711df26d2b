using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SiteBuilder.ServiceDefaults.Input;

/// <summary>What is wrong with an input, by the field it is wrong in (<c>title</c>, <c>blocks[2].url</c>).</summary>
public sealed class InputProblems
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

    /// <summary>The answer with a sentence for each field.</summary>
    /// <param name="title">What was not done.</param>
    /// <param name="status">Its status; default 400.</param>
    public ProblemHttpResult ToAnswer(string title, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Problem(new HttpValidationProblemDetails(ToErrors()) { Status = status, Title = $"{title}: see 'errors' for each field." });
}
