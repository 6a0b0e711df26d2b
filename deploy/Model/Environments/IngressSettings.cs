namespace SiteBuilder.Model.Environments;

/// <summary>The way in from outside.</summary>
public sealed record IngressSettings
{
    /// <summary>The port that browsers connect to. Default: the sandbox's ingress port; without a sandbox 443 with TLS, else 80.</summary>
    public required int Port { get; init; }

    /// <summary>IngressClass of the controller. Default: <c>sandbox</c> with a sandbox, otherwise <c>nginx</c>.</summary>
    public required string Class { get; init; }

    /// <summary>The namespace of the controller's pods, which alone reach routed services. Default: <c>ingress</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether brands are served over TLS, with the controller's certificate. Default: false with a sandbox, otherwise true.</summary>
    public required bool Tls { get; init; }
}
