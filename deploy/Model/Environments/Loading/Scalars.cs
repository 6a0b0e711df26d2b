using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SiteBuilder.Model.Quantities;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The kinds of values that environment files have.</summary>
internal static partial class Scalars
{
    public static Scalar<string> Text { get; } = Pattern("a text", AnyText());

    public static Scalar<string> DnsLabel { get; } = Pattern("a DNS label (lower-case letters, digits and dashes, at most 63)", Label());

    /// <summary>Where something that is not ours runs: it is let in with all that is in the namespace.</summary>
    public static Scalar<string> NamespaceOfOthers { get; } = Texts(
        $"a namespace that is not ours (a DNS label, but none of {string.Join(", ", ServiceTable.Namespaces)})",
        text => Label().IsMatch(text) && !ServiceTable.Namespaces.Contains(text, StringComparer.Ordinal));

    public static Scalar<string> ShardName { get; } = Pattern("a name of lower-case letters and digits, at most 20, that begins with a letter", Shard());

    public static Scalar<string> HostName { get; } = Texts("a DNS name (labels of lower-case letters, digits and dashes, at most 253 in all)", IsHostName);

    public static Scalar<string> RegistryHost { get; } = Texts("a host with optional port, such as registry.example.com:5000", IsRegistryHost);

    public static Scalar<string> RepositoryPrefix { get; } = Pattern("a repository path of lower-case letters, digits and single separators", Repository());

    public static Scalar<string> SecretPath { get; } = Pattern("a path of letters, digits, dots, dashes and underscores between slashes", Path());

    public static Scalar<string> ImageByDigest { get; } = Pattern("an image by digest, host/repository@sha256:<64 hexadecimal digits>", DigestReference());

    public static Scalar<string> HttpUrl { get; } = Texts("an http or https address", IsHttpUrl);

    public static Scalar<string> Reason { get; } = Pattern("a sentence of ten characters or more that says why", AnyReason());

    public static Scalar<string> UrlPath { get; } = Pattern("a path such as /api/sites, of letters, digits and . _ ~ / -", PathOfUrl());

    /// <summary>The rules that find something; those that only set up or sum up are not among them.</summary>
    public static Scalar<int> WafRule { get; } = Number(911000, 944999, "the number of a rule of the Core Rule Set, from 911000 to 944999");

    public static Scalar<string?> OptionalWafField { get; } = OrNull(Pattern("a field as the log has it, such as ARGS:note or FILES", WafField()));

    public static Scalar<string?> OptionalText { get; } = OrNull(Text);

    public static Scalar<string?> OptionalHostName { get; } = OrNull(HostName);

    public static Scalar<string?> OptionalHttpUrl { get; } = OrNull(HttpUrl);

    public static Scalar<string> Cidr { get; } = Texts("an IPv4 network such as 10.89.0.0/16, without host bits, /8 to /28", IsCidr);

    public static Scalar<int> Port { get; } = Number(1, 65535, "a port from 1 to 65535");

    public static Scalar<int> Percent { get; } = Number(1, 100, "a percentage from 1 to 100, without the sign");

    public static Scalar<int?> OptionalPercent { get; } = OrNull(Percent);

    public static Scalar<int?> OptionalRequests { get; } = OrNull(Number(1, 100_000, "a whole number of requests in a second from 1 to 100000"));

    public static Scalar<int> PodCount { get; } = Number(1, 1000, "a whole number from 1 to 1000");

    public static Scalar<string> Schedule { get; } = Texts("five fields of cron such as 0 2 * * * (every night at two, UTC)", CronSchedule.IsValid);

    public static Scalar<int> Days { get; } = Number(1, 365, "a whole number of days from 1 to 365");

    public static Scalar<int> Copies { get; } = Number(1, 100, "a whole number from 1 to 100");

    public static Scalar<bool> Switch { get; } = new("true or false", bool.TryParse) { AllowsQuotes = false };

    public static Scalar<Quantity> Cores { get; } = new("an amount of CPU such as 250m or 2", IsCores);

    public static Scalar<Quantity> Bytes { get; } = new("an amount of bytes such as 256Mi or 10Gi", IsBytes);

    public static Scalar<TimeSpan> Time { get; } = new("a time from 1s to 24h such as 90s, 10m or 1h30m", Duration.TryParse);

    public static Scalar<TimeSpan?> OptionalTime { get; } = new(Time.Expected, (string text, out TimeSpan? value) =>
    {
        var isTime = Duration.TryParse(text, out var time);
        value = time;
        return isTime;
    });

    /// <summary>Texts that pass a test.</summary>
    public static Scalar<string> Texts(string expected, Predicate<string> accepts) => new(expected, (string text, [MaybeNullWhen(false)] out string value) =>
    {
        value = text;
        return accepts(text);
    });

    /// <summary>One of some names.</summary>
    public static Scalar<string> OneOf(IReadOnlyList<string> names) =>
        new($"one of {string.Join(", ", names)}", Texts("", text => names.Contains(text, StringComparer.Ordinal)).TryParse) { Choices = names };

    /// <summary>One of an enum's names, in lower case with dashes.</summary>
    public static Scalar<T> OneOf<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().ToDictionary(NameOf);
        return new($"one of {string.Join(", ", values.Keys)}", values.TryGetValue) { Choices = [.. values.Keys] };
    }

    /// <summary>What a value of an enum is called in a file.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => Words().Replace(value.ToString(), "$1-$2").ToLowerInvariant();

    private static Scalar<int> Number(int from, int to, string expected) => new(expected, (string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= from && value <= to)
    {
        AllowsQuotes = false,
    };

    private static Scalar<string> Pattern(string expected, Regex pattern) => Texts(expected, pattern.IsMatch);

    /// <summary>The same kind for a key whose default is null.</summary>
    private static Scalar<string?> OrNull(Scalar<string> kind) => new(kind.Expected, kind.TryParse);

    private static Scalar<int?> OrNull(Scalar<int> kind) => new(kind.Expected, (string text, out int? value) =>
    {
        var read = kind.TryParse(text, out var number);
        value = read ? number : null;
        return read;
    })
    {
        AllowsQuotes = kind.AllowsQuotes,
    };

    private static bool IsHostName(string text) => text.Length <= 253 && text.Split('.').All(label => Label().IsMatch(label)) && !IPAddress.TryParse(text, out _);

    private static bool IsRegistryHost(string text)
    {
        var (host, port) = text.Split(':') is [var name, var number] ? (name, number) : (text, "443");
        return (IsHostName(host) || IPAddress.TryParse(host, out _)) && Port.TryParse(port, out _);
    }

    private static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    private static bool IsCidr(string text) =>
        text.Count(character => character == '.') == 3 && IPNetwork.TryParse(text, out var network) && network.ToString() == text && network.PrefixLength is >= 8 and <= 28;

    private static bool IsCores(string text, out Quantity value) => Quantity.TryParse(text, out value) && value.Amount is >= 0.001m and <= 1024;

    private static bool IsBytes(string text, out Quantity value) => Quantity.TryParse(text, out value) && value.Amount >= 1024 * 1024;

    [GeneratedRegex(@"\S")]
    private static partial Regex AnyText();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z][a-z0-9]{0,19}\z")]
    private static partial Regex Shard();

    [GeneratedRegex(@"^[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*\z")]
    private static partial Regex Repository();

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z")]
    private static partial Regex Path();

    [GeneratedRegex(@"^[a-z0-9.-]+(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+@sha256:[a-f0-9]{64}\z")]
    private static partial Regex DigestReference();

    [GeneratedRegex(@"^\S(?:.|\n){8,}\S\s*\z")]
    private static partial Regex AnyReason();

    [GeneratedRegex(@"^/[A-Za-z0-9._~/-]{0,200}\z")]
    private static partial Regex PathOfUrl();

    [GeneratedRegex(@"^(ARGS|FILES|REQUEST_COOKIES|REQUEST_HEADERS)(:[A-Za-z0-9_.\[\]-]{1,64})?\z")]
    private static partial Regex WafField();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex Words();
}
