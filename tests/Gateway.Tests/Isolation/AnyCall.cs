namespace SiteBuilder.Gateway.Tests.Isolation;

/// <summary>One request of anybody.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Target">Its target, sent as it is.</param>
/// <param name="At">The brand whose host is asked.</param>
/// <param name="Host">The host.</param>
/// <param name="Holder">Whose token it carries, or what kind.</param>
/// <param name="Of">The brand of the token; null where it has none.</param>
/// <param name="Headers">Further headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record AnyCall(
    string Method, string Target, BrandSide At, string Host, string Holder, BrandSide? Of, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    /// <summary>Whether a brand may be read and changed by it: the one whose host is asked, unless the token is another's.</summary>
    public bool MayTouch(BrandSide brand) => brand == At && (Of is null || Of == At);

    /// <summary>As a failed test shows it.</summary>
    public override string ToString() =>
        $"{Method} {Target} at {Host} with {(Of is null ? Holder : $"{Holder} of {Of.Name}")} {string.Join(", ", Headers.Where(header => header.Name != "Authorization").Select(header => $"{header.Name}: {header.Value}"))} {Body}";
}
