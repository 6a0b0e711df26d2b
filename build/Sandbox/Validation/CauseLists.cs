using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Adds what several kinds of objects are checked for.</summary>
internal static class CauseLists
{
    /// <summary>One cause for every problem of a value.</summary>
    public static void AddInvalid(this List<Cause> causes, string path, JsonNode? value, IEnumerable<string> problems) =>
        causes.AddRange(problems.Select(p => Cause.Invalid(path, value, p)));

    /// <summary>One cause for all problems of a value.</summary>
    public static void AddJoined(this List<Cause> causes, string path, JsonNode? value, IEnumerable<string> problems, string before = "")
    {
        var joined = string.Join(",", problems);
        if (joined.Length > 0) causes.Add(Cause.Invalid(path, value, before + joined));
    }

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

    public static void AddPort(this List<Cause> causes, string path, long port)
    {
        if (port is < 1 or > 65535) causes.Add(Cause.Invalid(path, port, "must be between 1 and 65535, inclusive"));
    }

    public static void AddUnlessOneOf(this List<Cause> causes, string path, string? value, params string[] supported)
    {
        if (value is not null && !supported.Contains(value)) causes.Add(Cause.NotSupported(path, value, supported));
    }

    /// <summary>A field that keeps the value it was made with.</summary>
    public static void AddChanged(this List<Cause> causes, string path, JsonNode? value, JsonNode? before)
    {
        if (!JsonAccess.Same(value, before)) causes.Add(Cause.Invalid(path, value, "field is immutable"));
    }
}
