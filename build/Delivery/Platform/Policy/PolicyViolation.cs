namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>One rule that one object breaks.</summary>
/// <param name="Object">The object as <c>Kind namespace/name</c>.</param>
/// <param name="Container">The container; null when the rule is about the pod.</param>
/// <param name="Rule">The rule's name, such as <c>read-only-root</c>.</param>
/// <param name="Found">What the object says.</param>
/// <param name="Expected">What the rule wants.</param>
/// <param name="Remedy">What to write, and where.</param>
public sealed record PolicyViolation(string Object, string? Container, string Rule, string Found, string Expected, string Remedy)
{
    public override string ToString() =>
        $"{Object}{(Container is null ? "" : $" container {Container}")}: {Rule}: found {Found}, expected {Expected}; {Remedy}";
}
