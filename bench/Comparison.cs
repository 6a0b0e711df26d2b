using System.Globalization;

namespace SiteBuilder.Bench;

/// <summary>One thing measured, side by side with how a peer does it in the same run.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Ours">Values of our runs, in their order.</param>
/// <param name="Peer">Who is compared with; null where there is nobody to compare with.</param>
/// <param name="Theirs">Values of the peer's runs; empty without one, or where it is not on this machine.</param>
/// <param name="Unit">Of the values; seconds are the default.</param>
public sealed record Comparison(string What, IReadOnlyList<double> Ours, string? Peer = null, IReadOnlyList<double>? Theirs = null, string Unit = "s")
{
    /// <summary>The median of our runs over the median of the peer's; null without one.</summary>
    public double? Ratio => Theirs is { Count: > 0 } ? Median(Ours) / Median(Theirs) : null;

    /// <summary>In one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{What}: {Median(Ours):0.000} {Unit}{(Ratio is { } ratio ? $", {Peer} {Median(Theirs!):0.000} {Unit}, ratio {ratio:0.00}" : "")} (runs: {Ours.Count}{(Theirs is { Count: > 0 } theirs ? $" and {theirs.Count}" : "")})");

    /// <summary>The middle value; the mean of the two in the middle of an even number.</summary>
    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
