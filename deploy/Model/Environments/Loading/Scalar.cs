using System.Diagnostics.CodeAnalysis;
using YamlDotNet.RepresentationModel;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>A kind of single value: what it is called in messages and how its text is read.</summary>
internal sealed class Scalar<T>(string expected, Scalar<T>.Parser parser)
{
    public delegate bool Parser(string text, [MaybeNullWhen(false)] out T value);

    public string Expected => expected;

    /// <summary>Whether the value may stand in quotes; numbers and switches may not.</summary>
    public bool AllowsQuotes { get; init; } = true;

    /// <summary>The names to choose from, where there are any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    public bool TryParse(string text, [MaybeNullWhen(false)] out T value) => parser(text, out value);

    public string Hint(YamlNode found) =>
        found is YamlScalarNode { Value: { Length: > 0 } text } && NearestName.Of(text, Choices) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
