using System.Numerics;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>Amounts of resources.</summary>
internal static class QuantityFunctions
{
    public static IEnumerable<Function> All =>
    [
        Function.Of("quantity(string) kubernetes.Quantity", a => QuantityValue.Of((string)a[0]!)),
        Function.Of("isQuantity(string) bool", a => Quantity.TryParse((string)a[0]!, out _, out _)),
        Function.Of("sign(kubernetes.Quantity) int", a => (long)Number(a[0]).Sign),
        Function.Of("kubernetes.Quantity:isGreaterThan(kubernetes.Quantity) bool", a => Number(a[0]) > Number(a[1])),
        Function.Of("kubernetes.Quantity:isLessThan(kubernetes.Quantity) bool", a => Number(a[0]) < Number(a[1])),
        Function.Of("kubernetes.Quantity:compareTo(kubernetes.Quantity) int", a => (long)Math.Sign(Number(a[0]).CompareTo(Number(a[1])))),
        Function.Of("kubernetes.Quantity:asApproximateFloat() double", a => (double)Number(a[0]) / 1e9),
        Function.Of("kubernetes.Quantity:asInteger() int", a => ((QuantityValue)a[0]!).Whole ?? throw new EvaluationException("cannot convert value to integer")),
        Function.Of("kubernetes.Quantity:isInteger() bool", a => ((QuantityValue)a[0]!).Whole is not null),
        Function.Of("kubernetes.Quantity:add(kubernetes.Quantity) kubernetes.Quantity", a => new QuantityValue(Number(a[0]) + Number(a[1]))),
        Function.Of("kubernetes.Quantity:add(int) kubernetes.Quantity", a => new QuantityValue(Number(a[0]) + (long)a[1]! * QuantityValue.One)),
        Function.Of("kubernetes.Quantity:sub(kubernetes.Quantity) kubernetes.Quantity", a => new QuantityValue(Number(a[0]) - Number(a[1]))),
        Function.Of("kubernetes.Quantity:sub(int) kubernetes.Quantity", a => new QuantityValue(Number(a[0]) - (long)a[1]! * QuantityValue.One)),
    ];

    private static BigInteger Number(object? quantity) => ((QuantityValue)quantity!).Billionths;
}
