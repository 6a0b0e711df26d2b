using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SiteBuilder.Model.Quantities;

/// <summary>
/// An amount of CPU, memory or storage as Kubernetes writes it: <c>250m</c>, <c>0.5</c>, <c>256Mi</c>, <c>10Gi</c>.
/// Equal amounts are equal whatever the spelling; <see cref="ToString"/> gives the text as it was written.
/// Source of the rule: the quantity format of the Kubernetes API (decimal exponents are not accepted here).
/// </summary>
[JsonConverter(typeof(QuantityJsonConverter))]
public readonly partial struct Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    private readonly string? _text;

    private Quantity(string text, decimal amount)
    {
        _text = text;
        Amount = amount;
    }

    /// <summary>The amount in base units: cores or bytes.</summary>
    public decimal Amount { get; }

    /// <summary>Reads a quantity.</summary>
    /// <exception cref="FormatException">The text is no positive quantity.</exception>
    public static Quantity Parse(string text) => TryParse(text, out var quantity)
        ? quantity
        : throw new FormatException($"'{text}' is no quantity: expected a positive number with m, k, M, G, T, Ki, Mi, Gi, Ti or no suffix.");

    /// <summary>Reads a quantity; false for anything that is not a positive number with a known suffix.</summary>
    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var match = Format().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number <= 0)
        {
            return false;
        }

        quantity = new Quantity(text, number * Factor(match.Groups["suffix"].Value));
        return true;
    }

    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    public static bool operator <(Quantity left, Quantity right) => left.Amount < right.Amount;

    public static bool operator >(Quantity left, Quantity right) => left.Amount > right.Amount;

    public static bool operator <=(Quantity left, Quantity right) => left.Amount <= right.Amount;

    public static bool operator >=(Quantity left, Quantity right) => left.Amount >= right.Amount;

    public int CompareTo(Quantity other) => Amount.CompareTo(other.Amount);

    public bool Equals(Quantity other) => Amount == other.Amount;

    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    public override int GetHashCode() => Amount.GetHashCode();

    public override string ToString() => _text ?? "0";

    private static decimal Factor(string suffix) => suffix switch
    {
        "m" => 0.001m,
        "k" => 1_000m,
        "M" => 1_000_000m,
        "G" => 1_000_000_000m,
        "T" => 1_000_000_000_000m,
        "Ki" => 1024m,
        "Mi" => 1024m * 1024,
        "Gi" => 1024m * 1024 * 1024,
        "Ti" => 1024m * 1024 * 1024 * 1024,
        _ => 1m,
    };

    [GeneratedRegex(@"^(?<number>[0-9]{1,15}(\.[0-9]{1,3})?)(?<suffix>m|k|M|G|T|Ki|Mi|Gi|Ti)?\z")]
    private static partial Regex Format();
}
