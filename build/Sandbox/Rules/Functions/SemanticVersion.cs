using System.Globalization;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>A version as semver.org describes it.</summary>
internal sealed partial record SemanticVersion(long Major, long Minor, long Patch, string Before)
{
    public static IEnumerable<Function> All =>
    [
        Function.Of("semver(string) kubernetes.Semver", a => Of((string)a[0]!)),
        Function.Of("semver(string, bool) kubernetes.Semver", a => Of((bool)a[1]! ? Normal((string)a[0]!) : (string)a[0]!)),
        Function.Of("isSemver(string) bool", a => Parse((string)a[0]!) is not null),
        Function.Of("isSemver(string, bool) bool", a => Parse((bool)a[1]! ? Normal((string)a[0]!) : (string)a[0]!) is not null),
        Function.Of("kubernetes.Semver:isGreaterThan(kubernetes.Semver) bool", a => Compare(a) > 0),
        Function.Of("kubernetes.Semver:isLessThan(kubernetes.Semver) bool", a => Compare(a) < 0),
        Function.Of("kubernetes.Semver:compareTo(kubernetes.Semver) int", a => (long)Compare(a)),
        Function.Of("kubernetes.Semver:major() int", a => ((SemanticVersion)a[0]!).Major),
        Function.Of("kubernetes.Semver:minor() int", a => ((SemanticVersion)a[0]!).Minor),
        Function.Of("kubernetes.Semver:patch() int", a => ((SemanticVersion)a[0]!).Patch),
    ];

    private static SemanticVersion Of(string text) => Parse(text) ?? throw new EvaluationException(text.Length == 0 ? "Version string empty" : text.Count(c => c == '.') < 2 ? "No Major.Minor.Patch elements found" : $"Invalid character(s) found in version \"{text}\"");

    private static SemanticVersion? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match) return null;
        long Part(int at) => long.Parse(match.Groups[at].Value, CultureInfo.InvariantCulture);
        return new SemanticVersion(Part(1), Part(2), Part(3), match.Groups[4].Value);
    }

    /// <summary>Without a <c>v</c>, without leading zeros, with all three numbers.</summary>
    private static string Normal(string text)
    {
        var parts = (text.StartsWith('v') ? text[1..] : text).Split('.', 3).Select(p => LeadingZeros().Replace(p, "")).ToList();
        if (parts.Count < 3 && parts[^1].AsSpan().ContainsAny('+', '-')) return "";
        while (parts.Count < 3) parts.Add("0");
        return string.Join('.', parts);
    }

    private static int Compare(object?[] versions)
    {
        var (a, b) = ((SemanticVersion)versions[0]!, (SemanticVersion)versions[1]!);
        var order = (a.Major, a.Minor, a.Patch).CompareTo((b.Major, b.Minor, b.Patch));
        if (order != 0) return Math.Sign(order);
        if (a.Before.Length == 0 || b.Before.Length == 0) return b.Before.Length.CompareTo(a.Before.Length) is var release ? Math.Sign(release) : 0;
        var (left, right) = (a.Before.Split('.'), b.Before.Split('.'));
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var (isLeft, isRight) = (long.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var x), long.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var y));
            order = isLeft && isRight ? x.CompareTo(y) : isLeft ? -1 : isRight ? 1 : string.CompareOrdinal(left[i], right[i]);
            if (order != 0) return Math.Sign(order);
        }
        return Math.Sign(left.Length.CompareTo(right.Length));
    }

    [GeneratedRegex(@"^(0|[1-9]\d{0,17})\.(0|[1-9]\d{0,17})\.(0|[1-9]\d{0,17})(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"^0+(?=\d)")]
    private static partial Regex LeadingZeros();
}
