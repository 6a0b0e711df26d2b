using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>Functions of values that may be missing.</summary>
internal static class OptionalFunctions
{
    public static IEnumerable<Function> All =>
    [
        Function.Of("optional.of(A) optional_type(A)", a => OptionalValue.Of(a[0])),
        Function.Of("optional.ofNonZeroValue(A) optional_type(A)", a => Values.IsZero(a[0]) ? OptionalValue.None : OptionalValue.Of(a[0])),
        Function.Of("optional.none() optional_type(A)", _ => OptionalValue.None),
        Function.Of("optional_type(A):value() A", a => ((OptionalValue)a[0]!).Value),
        Function.Of("optional_type(A):hasValue() bool", a => ((OptionalValue)a[0]!).HasValue),
        Function.Of("optional_type(A):or(optional_type(A)) optional_type(A)", a => a[0] is OptionalValue { HasValue: true } ? a[0] : a[1]),
        Function.Of("optional_type(A):orValue(A) A", a => a[0] is OptionalValue { HasValue: true } optional ? optional.Inner : a[1]),
    ];
}
