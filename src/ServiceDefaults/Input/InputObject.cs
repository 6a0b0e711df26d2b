using System.Text.Json;

namespace SiteBuilder.ServiceDefaults.Input;

/// <summary>
/// An object of a request's body, read field by field. Not bound to types, because who sends it is to be told what is wrong in the words of
/// the API: unknown fields, wrong types and broken rules alike.
/// </summary>
/// <param name="json">The object.</param>
/// <param name="prefix">What stands before its fields in problems, such as <c>blocks[2].</c>.</param>
/// <param name="problems">Takes what is wrong.</param>
public sealed class InputObject(JsonElement json, string prefix, InputProblems problems)
{
    /// <summary>The body of a request as an object; null, with the problem said, where it is something else.</summary>
    /// <param name="json">The body.</param>
    /// <param name="expected">What to send, as a sentence ends after "send".</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static InputObject? Of(JsonElement json, string expected, InputProblems problems)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            return new InputObject(json, "", problems);
        }

        problems.Add("", $"is {Kind(json)}; send {expected}");
        return null;
    }

    /// <summary>What a value is, as a sentence goes on after "is".</summary>
    public static string Kind(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    /// <summary>Reports every field that is none of these.</summary>
    public void Knows(params string[] fields)
    {
        foreach (var name in json.EnumerateObject().Select(property => property.Name).Where(name => !fields.Contains(name)))
        {
            Report(name, $"is not known; known are {string.Join(", ", fields.Select(field => $"'{field}'"))}");
        }
    }

    /// <summary>A text that must be there, without the white space around it; empty where it is wrong.</summary>
    public string Text(string name, int longest) => Read(name, longest, text => text.Trim());

    /// <summary>A text that must be there and is kept as it is; empty where it is wrong.</summary>
    public string Secret(string name, int longest) => Read(name, longest, text => text);

    /// <summary>Adds a sentence about one of its fields.</summary>
    public void Report(string name, string problem) => problems.Add(prefix + name, problem);

    private string Read(string name, int longest, Func<string, string> keep)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            Report(name, "is missing");
            return "";
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Report(name, $"is {Kind(value)}; send a text");
            return "";
        }

        var text = Unpaired(value) is { } whole ? keep(whole) : null;
        if (text is null || text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            Report(name, "has characters that are not text");
            return "";
        }

        if (text.Length == 0)
        {
            Report(name, "is empty");
        }
        else if (text.Length > longest)
        {
            Report(name, $"is {text.Length} characters long; at most {longest} are allowed");
        }

        return text;
    }

    /// <summary>The text, or null where it holds half of a surrogate pair, which no database takes.</summary>
    private static string? Unpaired(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
