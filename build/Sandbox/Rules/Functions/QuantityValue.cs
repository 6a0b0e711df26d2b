using System.Globalization;
using System.Numerics;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>An amount such as <c>500m</c> or <c>1Gi</c>.</summary>
internal sealed record QuantityValue(BigInteger Billionths)
{
    public static readonly BigInteger One = BigInteger.Pow(10, 9);

    /// <summary>The amount as a whole number; null where it is none of 64 bits.</summary>
    public long? Whole => Billionths % One == 0 && Billionths / One is var whole && whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : null;

    /// <exception cref="EvaluationException">The text is no amount.</exception>
    public static QuantityValue Of(string text) => Quantity.TryParse(text, out var billionths, out _) ? new QuantityValue(billionths) : throw new EvaluationException(Quantity.Problem(text));

    public override string ToString() => ((decimal)Billionths / 1_000_000_000m).ToString(CultureInfo.InvariantCulture);
}
