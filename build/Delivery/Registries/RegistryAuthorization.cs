using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Registries;

/// <summary>
/// Answers what a registry asks for: nothing, a basic header, or a bearer token of the service that the challenge names
/// (the token specification of the distribution project). Tokens are kept per scope until they are refused.
/// </summary>
internal sealed class RegistryAuthorization(HttpClient http, string registry, DockerCredentials credentials)
{
    private readonly ConcurrentDictionary<string, AuthenticationHeaderValue> _headers = new(StringComparer.Ordinal);

    public AuthenticationHeaderValue? Known(string scope) => _headers.GetValueOrDefault(scope);

    /// <summary>Finds an answer to a challenge; null = there is none.</summary>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(Challenge challenge, string scope, CancellationToken cancellation)
    {
        var credential = await credentials.FindAsync(registry, cancellation).ConfigureAwait(false);
        var header = challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? await FetchTokenAsync(challenge, scope, credential, cancellation).ConfigureAwait(false)
            : credential is null ? null : Basic(credential);
        if (header is not null)
        {
            _headers[scope] = header;
        }

        return header;
    }

    private async Task<AuthenticationHeaderValue?> FetchTokenAsync(Challenge challenge, string scope, RegistryCredential? credential, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(challenge["realm"], UriKind.Absolute, out var realm))
        {
            return null;
        }

        using var request = credential is { IsIdentityToken: true } ? Exchange(realm, challenge, scope, credential) : Ask(realm, challenge, scope, credential);
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
        return (answer?["token"] ?? answer?["access_token"])?.GetValue<string>() is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
    }

    private static HttpRequestMessage Ask(Uri realm, Challenge challenge, string scope, RegistryCredential? credential)
    {
        var scopes = string.Concat(scope.Split(' ').Select(s => $"&scope={Uri.EscapeDataString(s)}"));
        var separator = realm.Query.Length == 0 ? "?" : "&";
        return new HttpRequestMessage(HttpMethod.Get, $"{realm}{separator}service={Uri.EscapeDataString(challenge["service"] ?? "")}{scopes}")
        {
            Headers = { Authorization = credential is null ? null : Basic(credential) },
        };
    }

    private static HttpRequestMessage Exchange(Uri realm, Challenge challenge, string scope, RegistryCredential credential) => new(HttpMethod.Post, realm)
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = credential.Password,
            ["service"] = challenge["service"] ?? "",
            ["scope"] = scope,
            ["client_id"] = "sitebuilder",
        }),
    };

    private static AuthenticationHeaderValue Basic(RegistryCredential credential) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.User}:{credential.Password}")));
}
