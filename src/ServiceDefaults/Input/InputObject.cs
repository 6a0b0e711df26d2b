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

    /// <summary>Whether a field is there.</summary>
    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>True or false; false where it is left out.</summary>
    public bool Flag(string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Report(name, $"is {Kind(value)}; send true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A whole number that must be there; 0 where it is wrong.</summary>
    public int Number(string name, int from, int to)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            Report(name, "is missing");
            return 0;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= from && number <= to)
        {
            return number;
        }

        Report(name, value.ValueKind == JsonValueKind.Number ? $"is {value.GetRawText()}; send a whole number from {from} to {to}" : $"is {Kind(value)}; send a whole number");
        return 0;
    }

    /// <summary>One of a few words; null where it is another or left out.</summary>
    public string? Choice(string name, IReadOnlyCollection<string> choices)
    {
        var words = choices.Select(choice => $"'{choice}'").ToArray();
        var use = words.Length == 1 ? $"use {words[0]}" : $"use {string.Join(", ", words[..^1])} or {words[^1]}";
        if (!json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            Report(name, $"is missing; {use}");
            return null;
        }

        var word = Unpaired(value);
        if (word is not null && choices.Contains(word))
        {
            return word;
        }

        Report(name, $"is '{word}'; {use}");
        return null;
    }

    /// <summary>A list of objects that must be there; those that are no objects are reported and left out.</summary>
    /// <param name="name">The field.</param>
    /// <param name="noun">What the list is of, in the plural.</param>
    /// <param name="most">The most objects.</param>
    /// <param name="item">What each one is, as a sentence ends after "send".</param>
    public IReadOnlyList<InputObject> Objects(string name, string noun, int most, string item)
    {
        if (!json.TryGetProperty(name, out var list))
        {
            Report(name, "is missing");
        }
        else if (list.ValueKind != JsonValueKind.Array)
        {
            Report(name, $"is {Kind(list)}; send a list of {noun}");
        }
        else if (list.GetArrayLength() > most)
        {
            Report(name, $"has {list.GetArrayLength()} {noun}; at most {most} are allowed");
        }
        else
        {
            return [.. list.EnumerateArray().Select((value, index) => Item(value, $"{name}[{index}]", item)).OfType<InputObject>()];
        }

        return [];
    }

    /// <summary>Adds a sentence about one of its fields.</summary>
    public void Report(string name, string problem) => problems.Add(prefix + name, problem);

    private InputObject? Item(JsonElement value, string at, string item)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return new InputObject(value, prefix + at + ".", problems);
        }

        Report(at, $"is {Kind(value)}; send {item}");
        return null;
    }

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
