using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Texts that have to be of a form which a schema names. Names that a real server does not know are not checked there either.</summary>
internal static partial class FormatRules
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr", "mac", "uuid", "uuid3", "uuid4", "uuid5", "isbn", "isbn10", "isbn13", "creditcard", "ssn",
        "hexcolor", "rgbcolor", "byte", "password", "date", "duration", "datetime", "k8sshortname", "k8slongname",
    };

    /// <summary>Whether a schema of that type may name the format.</summary>
    public static bool IsKnown(string? type, string format) => type switch
    {
        null or "string" => Known.Contains(format.Replace("-", "", StringComparison.Ordinal)),
        "integer" => format is "int32" or "int64",
        "number" => format is "float" or "double",
        _ => false,
    };

    public static bool Holds(string format, string text) => format.Replace("-", "", StringComparison.Ordinal) switch
    {
        "datetime" => DateTime().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "duration" => Duration().IsMatch(text),
        "uuid" => Uuid().IsMatch(text),
        "uuid3" => Uuid().IsMatch(text) && Version(text) == '3',
        "uuid4" => Uuid().IsMatch(text) && Version(text) == '4',
        "uuid5" => Uuid().IsMatch(text) && Version(text) == '5',
        "ipv4" => AddressRules.Parse(text) is { } address && !AddressRules.IsSix(address),
        "ipv6" => AddressRules.Parse(text) is { } address && AddressRules.IsSix(address),
        "cidr" => AddressRules.IsWithin(text, text) is not null,
        "mac" => Mac().IsMatch(text),
        "email" => MailAddress.TryCreate(text, out _),
        "hostname" => Host().IsMatch(text),
        "uri" => text.StartsWith('/') || (Uri.TryCreate(text, UriKind.Absolute, out _) && text.Contains(':', StringComparison.Ordinal)),
        "byte" => Base64().IsMatch(text),
        "hexcolor" => HexColor().IsMatch(text),
        "ssn" => SocialSecurity().IsMatch(text),
        "bsonobjectid" => ObjectId().IsMatch(text),
        "k8sshortname" => !Names.Label(text).Any(),
        "k8slongname" => !Names.Subdomain(text).Any(),
        _ => true,
    };

    private static char Version(string uuid) => uuid.Replace("-", "", StringComparison.Ordinal)[12];

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?\z")]
    private static partial Regex DateTime();

    [GeneratedRegex(@"^[+-]?\s*(\d+(\.\d+)?\s*(ns|us|µs|ms|s|m|h|d|w|nanoseconds?|nanos?|microseconds?|micros?|milliseconds?|millis?|seconds?|minutes?|hours?|days?|weeks?)\s*)+\z|^0\z")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^([0-9a-fA-F]{2}[:-]){5,7}[0-9a-fA-F]{2}\z|^([0-9a-fA-F]{4}\.){2,3}[0-9a-fA-F]{4}\z")]
    private static partial Regex Mac();

    [GeneratedRegex(@"^([a-zA-Z0-9](-?[a-zA-Z0-9]{0,62})?|([a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63})\z")]
    private static partial Regex Host();

    [GeneratedRegex(@"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\z")]
    private static partial Regex Base64();

    [GeneratedRegex(@"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z")]
    private static partial Regex HexColor();

    [GeneratedRegex(@"^\d{3}[- ]?\d{2}[- ]?\d{4}\z")]
    private static partial Regex SocialSecurity();

    [GeneratedRegex(@"^[0-9a-fA-F]{24}\z")]
    private static partial Regex ObjectId();
}
