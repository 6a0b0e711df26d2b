using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Adds what several kinds of objects are checked for.</summary>
internal static class CauseLists
{
    /// <summary>One cause for every problem of a value.</summary>
    public static void AddInvalid(this List<Cause> causes, string path, JsonNode? value, IEnumerable<string> problems) =>
        causes.AddRange(problems.Select(p => Cause.Invalid(path, value, p)));

    /// <summary>A field must have a value, and that must be right.</summary>
    public static void AddRequiredName(this List<Cause> causes, string path, string? value, Func<string, IEnumerable<string>> problems)
    {
        if (string.IsNullOrEmpty(value)) causes.Add(Cause.Required(path));
        else causes.AddInvalid(path, value, problems(value));
    }

    public static void AddNegative(this List<Cause> causes, string path, long? value)
    {
        if (value is < 0) causes.Add(Cause.Invalid(path, value, "must be greater than or equal to 0"));
    }

    public static void AddUnlessOneOf(this List<Cause> causes, string path, string? value, params string[] supported)
    {
        if (value is not null && !supported.Contains(value)) causes.Add(Cause.NotSupported(path, value, supported));
    }
}
