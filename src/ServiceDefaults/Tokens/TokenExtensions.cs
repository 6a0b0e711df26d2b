using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace SiteBuilder.ServiceDefaults.Tokens;

/// <summary>Access tokens of Auth. A service checks them by itself with the public keys that Auth publishes; Auth need not answer for that.</summary>
public static class TokenExtensions
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeysTime = TimeSpan.FromSeconds(3);

    /// <summary>Tokens that name keys which never were bring no more questions to Auth than one in this time, and keep nobody with a new key waiting for longer.</summary>
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Reads bearer tokens. Keys are asked for with the first token, again when a token names one that is not known, and once a day.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="auth">Auth's address inside the cluster, such as http://auth.backend.</param>
    public static WebApplicationBuilder AddTokens(this WebApplicationBuilder builder, Uri auth) =>
        builder.AddTokens(jwt => jwt.MetadataAddress = new Uri(auth, TokenClaims.MetadataPath).ToString());

    /// <summary>Reads bearer tokens, with keys from elsewhere.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="keys">Says where the keys are.</param>
    public static WebApplicationBuilder AddTokens(this WebApplicationBuilder builder, Action<JwtBearerOptions> keys)
    {
        // nothing of ours is protected with keys of the process, so that it keeps none is no news
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // the request that names a new key waits for it; else it would be refused, and only the next one believed
        AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", isEnabled: true);
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            keys(jwt);
            // the mesh encrypts what goes from pod to pod
            jwt.RequireHttpsMetadata = false;
            jwt.BackchannelTimeout = KeysTime;
            jwt.RefreshInterval = BetweenKeys;
            jwt.MapInboundClaims = false;
            jwt.Events = new JwtBearerEvents { OnAuthenticationFailed = SecondLook.TakeAsync };
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = TokenClaims.Issuer,
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                // a token is for a brand, which every endpoint compares with that of its host
                ValidateAudience = false,
                NameClaimType = TokenClaims.User,
                RoleClaimType = TokenClaims.Role,
                ClockSkew = ClockSkew,
            };
        });
        return builder;
    }

    /// <summary>The role of the request's user in a brand; null without a token, or with one for another brand.</summary>
    public static BrandRole? RoleIn(this HttpContext context, string brand) =>
        context.User.FindFirst(TokenClaims.Brand)?.Value == brand && Enum.TryParse<BrandRole>(context.User.FindFirst(TokenClaims.Role)?.Value, ignoreCase: true, out var role)
            ? role
            : null;

    /// <summary>The id of the request's user; false without a token.</summary>
    public static bool TryUser(this HttpContext context, [NotNullWhen(true)] out string? user) => (user = context.User.FindFirst(TokenClaims.User)?.Value) is not null;
}
