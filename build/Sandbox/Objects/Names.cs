using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>What names, labels and their like look like, and new names. What is wrong with one is told in the words of a real server.</summary>
internal static partial class Names
{
    private const string LabelForm = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainForm = $@"{LabelForm}(\.{LabelForm})*";
    private const string KeyForm = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string KeyRule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

    /// <summary>Characters of generated names: no vowels, nothing easily mistaken.</summary>
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>What is wrong with an object's name.</summary>
    public static IEnumerable<string> Problems(string kind, string name) => kind switch
    {
        "Namespace" or "Service" => Label(name),
        "Role" or "ClusterRole" or "RoleBinding" or "ClusterRoleBinding" => PathSegment(name),
        _ => Subdomain(name),
    };

    public static IEnumerable<string> Label(string name)
    {
        if (name.Length > 63) yield return TooLong(63);
        if (LabelRegex().IsMatch(name)) yield break;
        yield return SubdomainRegex().IsMatch(name) ? "must not contain dots" : Form(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character", LabelForm, "my-name", "123-abc");
    }

    public static IEnumerable<string> Label1035(string name)
    {
        if (name.Length > 63) yield return TooLong(63);
        if (!Label1035Regex().IsMatch(name))
        {
            yield return Form("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
                "[a-z]([-a-z0-9]*[a-z0-9])?", "my-name", "abc-123");
        }
    }

    public static IEnumerable<string> Subdomain(string name)
    {
        if (name.Length > 253) yield return TooLong(253);
        if (!SubdomainRegex().IsMatch(name))
        {
            yield return Form("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
                SubdomainForm, "example.com");
        }
    }

    public static IEnumerable<string> WildcardSubdomain(string name)
    {
        if (name.Length > 253) yield return TooLong(253);
        if (!(name.StartsWith("*.", StringComparison.Ordinal) && SubdomainRegex().IsMatch(name[2..])))
        {
            yield return Form("a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
                $@"\*\.{SubdomainForm}", "*.example.com");
        }
    }

    public static IEnumerable<string> LabelValue(string value)
    {
        if (value.Length > 63) yield return TooLong(63, "bytes");
        if (!LabelValueRegex().IsMatch(value)) yield return Form($"a valid label must be an empty string or consist of {KeyRule["must consist of ".Length..]}", $"({KeyForm})?", "MyValue", "my_value", "12345");
    }

    /// <summary>Keys of labels and the like: a name, and before it a domain and a slash where there is one.</summary>
    public static IEnumerable<string> Qualified(string key)
    {
        var parts = key.Split('/');
        var name = parts[^1];
        if (parts.Length > 2)
        {
            yield return $"a valid label key {Form(KeyRule, KeyForm, "MyName", "my.name", "123-abc")} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }
        if (parts is ["", _]) yield return "prefix part must be non-empty";
        else if (parts.Length == 2)
        {
            foreach (var problem in Subdomain(parts[0])) yield return $"prefix part {problem}";
        }
        if (name.Length == 0) yield return "name part must be non-empty";
        else if (name.Length > 63) yield return $"name part {TooLong(63, "bytes")}";
        if (!KeyRegex().IsMatch(name)) yield return $"name part {Form(KeyRule, KeyForm, "MyName", "my.name", "123-abc")}";
    }

    /// <summary>The name of a webhook and the like: a domain of at least three parts.</summary>
    public static IEnumerable<string> Domain(string name)
    {
        var problems = Subdomain(name).ToList();
        if (problems.Count > 0) yield return string.Join(",", problems);
        else if (name.Count(c => c == '.') < 2) yield return "should be a domain with at least three segments separated by dots";
    }

    /// <summary>Names of variables: whatever can be printed.</summary>
    public static IEnumerable<string> Variable(string name)
    {
        if (name.Any(c => c is < ' ' or > '~' or '=')) yield return "a valid environment variable name must consist only of printable ASCII characters other than '='";
    }

    /// <summary>Domains in which a resolver searches for short names.</summary>
    public static IEnumerable<string> SearchPath(string name)
    {
        const string form = @"_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*";
        if (name.Length > 253) yield return TooLong(253);
        if (!Regex.IsMatch(name, $@"^{form}\z"))
        {
            yield return Form("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character", form, "example.com");
        }
    }

    /// <summary>Names of headers in HTTP.</summary>
    public static IEnumerable<string> Header(string name)
    {
        if (!Regex.IsMatch(name, @"^[-A-Za-z0-9]+\z")) yield return Form("a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+", "X-Header-Name");
    }

    /// <summary>Names of ports.</summary>
    public static IEnumerable<string> Port(string name)
    {
        if (name.Length > 15) yield return "must be no more than 15 characters";
        if (!PortRegex().IsMatch(name)) yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        if (!name.Any(char.IsAsciiLetterLower)) yield return "must contain at least one letter (a-z)";
        if (name.Contains("--", StringComparison.Ordinal)) yield return "must not contain consecutive hyphens";
        if (name.Length > 0 && (name[0] == '-' || name[^1] == '-')) yield return "must not begin or end with a hyphen";
    }

    public static IEnumerable<string> ConfigKey(string key)
    {
        if (key.Length > 253) yield return TooLong(253);
        if (!ConfigKeyRegex().IsMatch(key))
        {
            yield return Form("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", "[-._a-zA-Z0-9]+", "key.name", "KEY_NAME", "key-name");
        }
        if (key is "." or "..") yield return $"must not be '{key}'";
        else if (key.StartsWith("..", StringComparison.Ordinal)) yield return "must not start with '..'";
    }

    /// <summary>The name with five characters added, within 63.</summary>
    public static string Generate(string prefix) =>
        (prefix.Length > 58 ? prefix[..58] : prefix) + RandomNumberGenerator.GetString(Alphabet, 5);

    /// <summary>What may stand in a path of the API.</summary>
    public static IEnumerable<string> PathSegment(string name)
    {
        if (name is "." or "..")
        {
            yield return $"may not be '{name}'";
            yield break;
        }
        if (name.Contains('/', StringComparison.Ordinal)) yield return "may not contain '/'";
        if (name.Contains('%', StringComparison.Ordinal)) yield return "may not contain '%'";
    }

    private static string TooLong(int most, string what = "characters") => $"must be no more than {most} {what}";

    private static string Form(string rule, string form, params string[] examples) =>
        $"{rule} (e.g. {string.Join(" or ", examples.Select(e => $"'{e}', "))}regex used for validation is '{form}')";

    [GeneratedRegex($@"^{LabelForm}\z")]
    private static partial Regex LabelRegex();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label1035Regex();

    [GeneratedRegex($@"^{SubdomainForm}\z")]
    private static partial Regex SubdomainRegex();

    [GeneratedRegex($@"^({KeyForm})?\z")]
    private static partial Regex LabelValueRegex();

    [GeneratedRegex($@"^{KeyForm}\z")]
    private static partial Regex KeyRegex();

    [GeneratedRegex(@"^[-a-z0-9]+\z")]
    private static partial Regex PortRegex();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex ConfigKeyRegex();
}
