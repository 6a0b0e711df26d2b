namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>The keys of a Secret with a certificate; the last two are those of type <c>kubernetes.io/tls</c>.</summary>
internal static class CertificateKeys
{
    /// <summary>The authorities that are trusted, in PEM one after the other.</summary>
    public const string Trusted = "ca.crt";

    /// <summary>The certificate in PEM, followed by what leads from it to an authority that was trusted before.</summary>
    public const string Certificate = "tls.crt";

    /// <summary>Its private key, PKCS #8 in PEM.</summary>
    public const string Key = "tls.key";

    public static IReadOnlyList<string> All { get; } = [Trusted, Certificate, Key];
}
