namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>A value that may be missing.</summary>
internal sealed record OptionalValue(bool HasValue, object? Inner)
{
    public static readonly OptionalValue None = new(false, null);

    /// <exception cref="EvaluationException">There is none.</exception>
    public object? Value => HasValue ? Inner : throw new EvaluationException("optional.none() dereference");

    public static OptionalValue Of(object? value) => new(true, value);
}
