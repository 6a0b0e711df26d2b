using System.Net.Mail;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.Sites.Pages.Blocks;

namespace SiteBuilder.Sites.Forms;

/// <summary>Holds what a visitor sent against the form.</summary>
internal static class EntryReader
{
    private const int MaxLine = 400;
    private const int MaxText = 5000;

    /// <summary>The values of the form's fields; problems are named by field.</summary>
    public static Dictionary<string, string> Read(FormBlock form, IReadOnlyDictionary<string, string> sent, InputProblems problems)
    {
        foreach (var unknown in sent.Keys.Except(form.Fields.Select(field => field.Name)))
        {
            problems.Add(unknown, "is no field of this form");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in form.Fields)
        {
            var value = sent.GetValueOrDefault(field.Name, "").Trim();
            if (Problem(field, value) is { } problem)
            {
                problems.Add(field.Name, problem);
            }

            values[field.Name] = value;
        }

        return values;
    }

    private static string? Problem(FormField field, string value)
    {
        var longest = field.Kind == "multiline" ? MaxText : MaxLine;
        return value switch
        {
            "" => field.Required ? "is empty" : null,
            _ when value.Length > longest => $"is {value.Length} characters long; at most {longest} are allowed",
            _ when value.Any(letter => char.IsSurrogate(letter) ? false : char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) => "has characters that are not text",
            _ when field.Kind == "email" && !(MailAddress.TryCreate(value, out var mail) && mail.Address == value) => "is no e-mail address",
            _ => null,
        };
    }
}
