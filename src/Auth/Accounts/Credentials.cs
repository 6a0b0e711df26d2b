using System.Net.Mail;
using System.Text.Json;
using SiteBuilder.Auth.Storage;
using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Auth.Accounts;

/// <summary>An address and a password.</summary>
/// <param name="Email">The address, in lower case.</param>
/// <param name="Password">The password as it was typed.</param>
public sealed record Credentials(string Email, string Password)
{
    /// <summary>Reads them to register: the password must be a good one.</summary>
    public static Credentials? Register(JsonElement json, out InputProblems problems) => Read(json, isNew: true, out problems);

    /// <summary>Reads them to log in.</summary>
    public static Credentials? LogIn(JsonElement json, out InputProblems problems) => Read(json, isNew: false, out problems);

    private static Credentials? Read(JsonElement json, bool isNew, out InputProblems problems)
    {
        problems = new InputProblems();
        if (InputObject.Of(json, "an object with 'email' and 'password'", problems) is not { } body)
        {
            return null;
        }

        body.Knows("email", "password");
        var email = body.Text("email", AuthDatabase.MaxEmail);
        if (email.Length > 0 && !IsAddress(email))
        {
            body.Report("email", "is no address such as me@example.org");
        }

        var password = body.Secret("password", Passwords.Longest);
        if (isNew && password.Length is > 0 and < Passwords.Shortest)
        {
            body.Report("password", $"is {password.Length} characters long; at least {Passwords.Shortest} are needed");
        }

        return problems.None ? new Credentials(email.ToLowerInvariant(), password) : null;
    }

    private static bool IsAddress(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal);
}
