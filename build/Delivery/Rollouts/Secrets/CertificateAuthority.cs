using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SiteBuilder.Delivery.Rollouts.Secrets;

/// <summary>
/// Makes certificates: keys on the curve P-256, signed with SHA-256, valid for twenty years, as nothing renews them but a rotation. An authority that follows
/// another is signed by that one too: whoever trusts the one before trusts what the new one signs, so that servers and clients may learn of it one after the other.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const int Years = 20;
    private const int SerialBytes = 16;
    private const string End = "-----END CERTIFICATE-----";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan ClocksApart = TimeSpan.FromHours(1);

    private readonly X509Certificate2 _signer;
    private readonly string _bridge;

    private CertificateAuthority(X509Certificate2 signer, string bridge, string trusted) => (_signer, _bridge, Trusted) = (signer, bridge, trusted);

    /// <summary>Its own certificate and that of the authority before it, in PEM.</summary>
    public string Trusted { get; }

    /// <summary>Its own certificate, followed by the one that the authority before it made for it, in PEM.</summary>
    public string Certificate => Pem(_signer) + _bridge;

    /// <summary>Its private key, in PEM.</summary>
    public string Key => KeyOf(_signer.GetECDsaPrivateKey()!);

    /// <summary>Makes an authority.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="before">The authority that it follows; null = it is the first.</param>
    /// <param name="now">From when on it is valid, an hour earlier.</param>
    public static CertificateAuthority Create(string name, CertificateAuthority? before, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // two of one name must not be taken for each other
        var subject = new X500DistinguishedName($"CN={name} {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        var signer = Request(subject, key, depth: 1).CreateSelfSigned(now - ClocksApart, now.AddYears(Years));
        if (before is null)
        {
            return new CertificateAuthority(signer, "", Pem(signer));
        }

        using var bridge = before.Sign(Request(subject, key, depth: 0), now);
        return new CertificateAuthority(signer, Pem(bridge), Pem(signer) + Pem(before._signer));
    }

    /// <summary>Reads one that was made before.</summary>
    /// <exception cref="CryptographicException">The texts are no certificate with its key.</exception>
    public static CertificateAuthority Read(string certificate, string key, string trusted)
    {
        var signer = X509Certificate2.CreateFromPem(certificate, key);
        return new CertificateAuthority(signer, certificate[(certificate.IndexOf(End, StringComparison.Ordinal) + End.Length)..].TrimStart(), trusted);
    }

    /// <summary>Makes a certificate, for a server or for who has to show one to a server.</summary>
    /// <param name="name">Whose it is, for people; what counts are the names.</param>
    /// <param name="names">The DNS names of the server.</param>
    /// <param name="now">From when on it is valid, an hour earlier.</param>
    public (string Certificate, string Key) Issue(string name, IEnumerable<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var server in names)
        {
            alternatives.AddDnsName(server);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication), new Oid(ClientAuthentication)], critical: false));
        using var certificate = Sign(request, now);
        return (Pem(certificate) + _bridge, KeyOf(key));
    }

    public void Dispose() => _signer.Dispose();

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_signer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        // a positive number
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return request.Create(_signer, now - ClocksApart, new[] { now.AddYears(Years), new DateTimeOffset(_signer.NotAfter) }.Min(), serial);
    }

    private static CertificateRequest Request(X500DistinguishedName subject, ECDsa key, int depth)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, depth, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";

    private static string KeyOf(ECDsa key) => key.ExportPkcs8PrivateKeyPem() + "\n";
}
