using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Network;

/// <summary>How often one address may ask at an Ingress.</summary>
/// <param name="Ingress">Whose it is: each Ingress counts for itself.</param>
/// <param name="Requests">So many in <paramref name="Per"/>.</param>
/// <param name="Per">A second or a minute.</param>
/// <param name="AtOnce">So many in a moment.</param>
/// <param name="Status">What comes above it is answered with.</param>
internal sealed partial record IngressRate(string Ingress, int Requests, TimeSpan Per, int AtOnce, int Status)
{
    public static IngressRate? Of(JsonObject ingress, string? rate, string? burst, string? status) => rate is not null && Rate().Match(rate) is { Success: true } found
        ? new IngressRate(
            $"{ingress.Namespace()}/{ingress.Name()}",
            Math.Max(1, Whole(found.Groups[1].Value, 1)),
            found.Groups[2].Value == "m" ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1),
            Whole(burst, 0) + 1,
            Whole(status, StatusCodes.Status503ServiceUnavailable))
        : null;

    private static int Whole(string? text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    [GeneratedRegex(@"^(\d+)r/([sm])\z")]
    private static partial Regex Rate();
}
